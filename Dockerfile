FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /beian ./cmd/beian

FROM debian:bookworm-slim
# PostgreSQL's programs serve backup and restore, and the private database when DATABASE_URL is not set.
# Its package would create a cluster of its own at once; the first line prevents that.
RUN mkdir -p /etc/postgresql-common \
 && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
 && export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/beian --create-home beian
COPY --from=build /beian /usr/local/bin/beian
USER beian
VOLUME /var/lib/beian
EXPOSE 8080
ENTRYPOINT ["beian"]
CMD ["serve", "--addr", "0.0.0.0:8080", "--data", "/var/lib/beian"]
