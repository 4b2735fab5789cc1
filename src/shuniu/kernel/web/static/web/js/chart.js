// <shuniu-chart data-engine="…/echarts.js" data-source="id of a JSON block">: the server's picture, redrawn so that
// one can point at it. Colours come from the page's tokens; a click on a figure leads to the matters behind it.
const engines = new Map();
function engine(url) {
  if (!engines.has(url)) engines.set(url, import(url));
  return engines.get(url);
}

function token(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

const TONES = { good: "--good", warn: "--gold", bad: "--bad" };

function option(data) {
  const ink = token("--ink-soft");
  const font = { color: ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const axis = { axisLabel: font, axisLine: { lineStyle: { color: token("--edge") } }, splitLine: { lineStyle: { color: token("--line") } } };
  const point = (one) => (value, at) => ({ value, url: one.urls[at] || "" });
  const common = {
    color: [1, 2, 3, 4, 5].map((nth) => token(`--chart-${nth}`)),
    textStyle: font,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    aria: { enabled: true, decal: { show: data.series.length > 1 && /bar|stacked/.test(data.kind) } },
    tooltip: { trigger: /share|heat/.test(data.kind) ? "item" : "axis", renderMode: "richText", valueFormatter: (value) => `${value ?? "—"}${data.unit}` },
    legend: data.series.length > 1 && data.kind !== "heat" ? { textStyle: font, top: 0 } : undefined,
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 36 : 16, bottom: 8, containLabel: true, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
  };
  if (data.kind === "share") {
    const only = data.series[0];
    return { ...common, series: [{ type: "pie", radius: ["45%", "72%"], label: { ...font, formatter: "{b} {d}%" }, itemStyle: { borderColor: token("--paper"), borderWidth: 2 },
      data: data.labels.map((name, at) => ({ name, ...point(only)(only.values[at], at) })) }] };
  }
  if (data.kind === "heat") {
    const cells = data.series.flatMap((one, x) => one.values.map((value, y) => ({ value: [x, y, value ?? 0], url: one.urls[y] || "" })));
    return { ...common, xAxis: { type: "category", data: data.series.map((one) => one.name), ...axis }, yAxis: { type: "category", inverse: true, data: data.labels, ...axis },
      visualMap: { show: false, min: 0, max: Math.max(1, ...cells.map((cell) => cell.value[2])), inRange: { color: [token("--ground"), token("--chart-1")] } },
      series: [{ type: "heatmap", data: cells }] };
  }
  return { ...common, xAxis: { type: "category", data: data.labels, ...axis }, yAxis: { type: "value", ...axis },
    series: data.series.map((one, nth) => ({ name: one.name, type: data.kind === "line" ? "line" : "bar", stack: data.kind === "stacked" ? "all" : undefined,
      symbol: ["circle", "rect", "triangle", "diamond", "pin"][nth % 5], symbolSize: 7, barMaxWidth: 40, itemStyle: one.tone ? { color: token(TONES[one.tone]) } : undefined, lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][nth % 3] },
      data: one.values.map(point(one)) })) };
}

customElements.define("shuniu-chart", class extends HTMLElement {
  async connectedCallback() {
    const source = document.getElementById(this.dataset.source);
    if (!source || this.chart) return;
    const data = JSON.parse(source.textContent);
    let init;
    try { ({ init } = await engine(this.dataset.engine)); } catch { return; } // The server's picture stays.
    const box = document.createElement("div");
    box.className = "chart-live";
    this.replaceChildren(box);
    this.closest("figure")?.querySelector(".legend")?.remove();
    this.chart = init(box, null, { renderer: "svg" });
    this.chart.setOption(option(data));
    this.chart.on("click", (event) => { if (event.data?.url) location.assign(event.data.url); });
    this.watch = new ResizeObserver(() => this.chart.resize());
    this.watch.observe(box);
  }
  disconnectedCallback() { this.watch?.disconnect(); this.chart?.dispose(); }
});
