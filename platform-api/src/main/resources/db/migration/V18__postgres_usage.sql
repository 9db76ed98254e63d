-- Measured when somebody asks: PostgreSQL's own estimates cost nothing.
alter table postgres_database drop column row_count, drop column size_bytes, drop column measured_at;
