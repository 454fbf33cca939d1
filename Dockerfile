# The app on the CPU, as a user without rights:  docker build -t optim-race . && docker run -p 8501:8501 optim-race
# It has not been built by the project's own checks, whose machines have no Docker engine.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /app

# The pins first: a change of the code alone does not install them again. That file names the CPU build of torch.
COPY requirements.txt ./
COPY hosting/requirements.txt hosting/
RUN pip install -r hosting/requirements.txt

COPY app.py ./
COPY .streamlit .streamlit
COPY content content
COPY optim_core optim_core
COPY pages pages
COPY static static
COPY ui ui

RUN useradd --create-home visitor
USER visitor

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
