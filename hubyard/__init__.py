"""Hubyard builds, deploys and diagnoses several web apps on one small Docker host. docs/architecture.md shows the rooms."""
