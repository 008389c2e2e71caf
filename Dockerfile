# A server of one library, which lives in the volume /library:
#   docker build -t rag . && docker run -p 8321:8321 -e RAG_API_KEY=... -v rag-library:/library rag
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md ./
COPY rag rag
COPY evals evals
COPY prompts prompts
COPY seeds seeds
RUN python -m venv /app && /app/bin/pip install --no-cache-dir .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 rag && install -d -o rag -g rag /library
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RAG_LIBRARY=/library
USER rag
VOLUME /library
EXPOSE 8321
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8321/api/health', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["rag", "serve", "--host", "0.0.0.0", "--port", "8321"]
