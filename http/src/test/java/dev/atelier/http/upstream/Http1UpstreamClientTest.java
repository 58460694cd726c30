package dev.atelier.http.upstream;

class Http1UpstreamClientTest extends UpstreamClientContract {
  @Override
  HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }
}
