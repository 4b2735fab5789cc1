"""Form fields and widgets that HTML has and Django's forms lack."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

FormClass = TypeVar("FormClass", bound=type[forms.Form])


class DayInput(forms.DateInput):
    """The browser's own date picker; it sends and wants ISO dates in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class FilesInput(forms.ClearableFileInput):
    """Several files at once; on a phone the camera is offered for pictures. Chosen photos are previewed by script."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several uploads. Cleans to a list, empty when nothing was chosen; ``most`` limits how many.

    ``megabytes`` is the limit of one file that the browser already holds to, before anything is sent; the server holds
    to its own (``kernel.files``).
    """

    widget = FilesInput

    def __init__(self, *, most: int = 9, accept: str = "", megabytes: int = 20, **options: Any) -> None:
        super().__init__(**options)
        self.most = most
        too_large = _("“%(name)s”超过 %(most)d MB，没有选入。请压缩后再选。")
        self.widget.attrs |= {"data-most": megabytes, "data-too-large": too_large}
        if accept:
            self.widget.attrs["accept"] = accept

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > self.most:
            raise forms.ValidationError(_("最多选择 %(most)d 个文件。"), code="too_many", params={"most": self.most})
        return [super(FilesField, self).clean(one, initial) for one in given]


class _Shared(dict[str, forms.Field]):
    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


def shared_fields(form: FormClass) -> FormClass:
    """A class decorator for a form of which no instance changes a field: they are shared instead of copied each time.

    For forms that very many people send; the copying was an eighth of the calls of an intake.
    """
    form.base_fields = _Shared(form.base_fields)
    return form
