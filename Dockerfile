# PyDash in one image: `docker build -t pydash .`; compose.yaml shows how to run it.

# ---- the pages ----
FROM node:22-bookworm-slim AS pages
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY vite.config.ts tsconfig.json ./
COPY pydash_front pydash_front
RUN npm run bundle

# ---- the wheel, and what it needs, in an environment that moves as a whole ----
FROM python:3.13-slim-bookworm AS packages
WORKDIR /src
# requirements-postgres.lock adds what PostgreSQL needs.
ARG LOCK=requirements.lock
COPY ${LOCK} requirements.lock
RUN python -m venv /opt/pydash && \
    /opt/pydash/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY setup.py pyproject.toml README.md LICENSE ./
COPY periodic_tasks periodic_tasks
COPY pydash_app pydash_app
COPY pydash_cli pydash_cli
COPY pydash_web pydash_web
COPY --from=pages /src/pydash_web/static pydash_web/static
RUN /opt/pydash/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

# ---- what runs ----
FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="PyDash" \
      org.opencontainers.image.description="All your Flask apps on one page" \
      org.opencontainers.image.licenses="MIT"
COPY --from=packages /opt/pydash /opt/pydash
# A number, and no name: what a read-only root file system and an orchestrator can check.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
USER 10001:10001
ENV PATH=/opt/pydash/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYDASH_DATA_DIR=/data \
    PYDASH_HOST=0.0.0.0
WORKDIR /data
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["pydash", "health"]
CMD ["pydash", "run"]
