-- After every `shuniu migrate` (which the owner runs), as the owner of the database:
--     psql "$OWNER_URL" -v app=shuniu_app -f postgresql-roles.sql
-- The application reads and writes rows; it owns nothing, so it can neither alter a table nor drop a trigger. In the tables that only grow
-- it may add rows and nothing else: the triggers refuse already, and the missing privilege refuses again, without them.
\set ON_ERROR_STOP on
BEGIN;
GRANT CONNECT ON DATABASE :"DBNAME" TO :"app";
GRANT USAGE ON SCHEMA public TO :"app";
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :"app";
SELECT format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %I', tgrelid::regclass, :'app') FROM pg_trigger WHERE tgname = 'append_only' \gexec
COMMIT;
SELECT tgrelid::regclass AS "only grows",
       has_table_privilege(:'app', tgrelid, 'INSERT') AS "may add",
       has_table_privilege(:'app', tgrelid, 'UPDATE') OR has_table_privilege(:'app', tgrelid, 'DELETE') AS "may change"
  FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1;
