package dev.atelier.server.endurance;

import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.seaart.FakeSeaArt;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.ImageMaker;

/** A vendor's service that outlives the servers that call it, and the key of an account there. */
record Vendor(String provider, FakeUpstream service) implements AutoCloseable {
  static final String SECRET = "vendor-key-0123456789";

  static Vendor openAi() {
    return of("openai", new FakeOpenAi(SECRET));
  }

  static Vendor seaArt() {
    return of("seaart", new FakeSeaArt(SECRET).madeAfter(1));
  }

  static Vendor runware() {
    return of("runware", new FakeRunware(SECRET));
  }

  static Vendor apiMart() {
    return of("apimart", new FakeApiMart(SECRET).madeAfter(1));
  }

  private static Vendor of(String provider, FakeUpstream service) {
    return new Vendor(provider, service.makes(ImageMaker.pictures()));
  }

  @Override
  public void close() {
    service.close();
  }
}
