-- +goose Up
CREATE TABLE result (repo TEXT NOT NULL, name BYTEA NOT NULL, number INTEGER NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (repo, name));
