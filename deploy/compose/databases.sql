-- One database and one role a service: none can read another's tables.
CREATE ROLE booking LOGIN PASSWORD 'holdfast';
CREATE ROLE policy LOGIN PASSWORD 'holdfast';
CREATE ROLE notify LOGIN PASSWORD 'holdfast';
CREATE DATABASE booking OWNER booking;
CREATE DATABASE policy OWNER policy;
CREATE DATABASE notify OWNER notify;
REVOKE CONNECT ON DATABASE booking, policy, notify FROM PUBLIC;
