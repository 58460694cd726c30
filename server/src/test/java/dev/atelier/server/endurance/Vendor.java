package dev.atelier.server.endurance;

import dev.atelier.image.ImageSize;
import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.seaart.FakeSeaArt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.IntSupplier;

/**
 * A vendor that outlives the servers that call it, and what it bills.
 *
 * @param base of its API, as an account has it
 * @param billed images so far
 */
record Vendor(String provider, URI base, String secret, IntSupplier billed, AutoCloseable fake)
    implements AutoCloseable {
  private static final ImageSize SIZE = new ImageSize(1024, 1024);
  private static final Prints PRINTS = new Prints();
  private static final String KEY = "vendor-key-0123456789";

  static Vendor openAi() {
    var fake = new FakeOpenAi(KEY).makes(image -> print(image.name()));
    return new Vendor("openai", fake.base(), KEY, () -> fake.bill().images(), fake);
  }

  static Vendor seaArt() {
    var fake = new FakeSeaArt(KEY).madeAfter(1).draws(Vendor::print);
    return new Vendor("seaart", fake.base(), KEY, fake::billed, fake);
  }

  static Vendor apiMart() {
    var fake = new FakeApiMart(KEY).madeAfter(1).draws(Vendor::print);
    return new Vendor("apimart", fake.base(), KEY, fake::billed, fake);
  }

  static Vendor runware() {
    var fake = new FakeRunware().draws(Vendor::print);
    return new Vendor(
        "runware",
        fake.uri(),
        FakeRunware.KEY,
        () -> fake.bill().values().stream().mapToInt(Integer::intValue).sum(),
        fake);
  }

  /** Scheme and authority. */
  URI address() {
    return URI.create(base.getScheme() + "://" + base.getAuthority());
  }

  /** A picture that no other name has. */
  private static byte[] print(String name) {
    var bytes = new ByteArrayOutputStream();
    try {
      PRINTS.write(SIZE, name, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws Exception {
    fake.close();
  }
}
