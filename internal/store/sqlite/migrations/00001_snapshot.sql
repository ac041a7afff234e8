-- +goose Up
CREATE TABLE snapshot (repo TEXT NOT NULL PRIMARY KEY, manifest BYTEA NOT NULL);
CREATE TABLE segment (repo TEXT NOT NULL, number INTEGER NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (repo, number));
