# PyDash in one image: `docker build -t pydash .`; compose.yaml shows how to run it.
# Bases are named by tag and by digest, of which the digest counts: an update is a commit here.

# ---- the pages ----
FROM node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c AS pages
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY vite.config.ts tsconfig.json ./
COPY pydash_front pydash_front
RUN npm run bundle

# ---- the wheel, and what it needs, in an environment that moves as a whole ----
FROM python:3.13.14-slim-bookworm@sha256:67a1e1f215ccda113cfc024e8639049257e88f273898f595b61476d128d387e8 AS packages
WORKDIR /src
# requirements-postgres.lock adds what PostgreSQL needs.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
RUN python -m venv /opt/pydash && \
    /opt/pydash/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY setup.py pyproject.toml README.md LICENSE ./
COPY fmd_export fmd_export
COPY periodic_tasks periodic_tasks
COPY pydash_app pydash_app
COPY pydash_cli pydash_cli
COPY pydash_web pydash_web
COPY --from=pages /src/pydash_web/static pydash_web/static
RUN /opt/pydash/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

# ---- what runs ----
FROM python:3.13.14-slim-bookworm@sha256:67a1e1f215ccda113cfc024e8639049257e88f273898f595b61476d128d387e8
LABEL org.opencontainers.image.title="PyDash" \
      org.opencontainers.image.description="All your Flask apps on one page" \
      org.opencontainers.image.licenses="MIT"
COPY --from=packages /opt/pydash /opt/pydash
# A number, and no name: what a read-only root file system and an orchestrator can check.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data /backups
USER 10001:10001
ENV PATH=/opt/pydash/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYDASH_DATA_DIR=/data \
    PYDASH_HOST=0.0.0.0
WORKDIR /data
VOLUME /data
EXPOSE 5000
# Only whether it answers: some engines replace what fails this, which helps against nothing else.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["pydash", "health", "--live"]
CMD ["pydash", "run"]
