# The portal's image: web, worker and scheduler are the same image with another command.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /portal

# Pango is what PDFs are made with.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install --requirement requirements.txt

COPY . .
# Fonts, map and static files need no database; the address only has to be there.
RUN mkdir -p static-built \
    && export DJANGO_SETTINGS_MODULE=industriecoalitie.settings.development DATABASE_URL=postgresql://none/none \
    && python manage.py build_assets \
    && python manage.py collectstatic --noinput --ignore rest_framework --verbosity 0

# The portal writes only in its state folder.
RUN useradd --system --uid 10001 portal && install -d -o portal -g portal /state
USER portal
ENV STATE_DIR=/state DJANGO_SETTINGS_MODULE=industriecoalitie.settings.production
VOLUME /state
EXPOSE 8000

CMD ["gunicorn", "industriecoalitie.wsgi:application", "--bind", "0.0.0.0:8000", "--no-control-socket"]
