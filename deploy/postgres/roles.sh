#!/bin/sh
# Two roles: the owner changes tables, the portal only reads and writes them. Runs once, when the database is made.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname backoffice \
  --set owner="$OWNER_PASSWORD" --set portal="$PORTAL_PASSWORD" <<'SQL'
CREATE ROLE portal_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE portal LOGIN PASSWORD :'portal';
ALTER DATABASE backoffice OWNER TO portal_owner;
ALTER SCHEMA public OWNER TO portal_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
