package dev.atelier.server.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.image.SizeChoice;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;

/**
 * An upstream that says the prompt back wherever it can: as the revised prompt, in the picture's
 * metadata, in what it did not understand, in refusals. A prompt with {@code slow} in it takes
 * until its call is interrupted.
 */
final class EchoProvider implements Provider {
  private static final int TRAILER_BYTES = 12;

  private final FakeProvider plain = FakeProvider.paid();
  private final CountDownLatch never = new CountDownLatch(1);
  private final boolean inPictures;

  /**
   * @param inPictures whether the pictures themselves hold the prompt
   */
  EchoProvider(boolean inPictures) {
    this.inPictures = inPictures;
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public Capabilities capabilities() {
    return plain.capabilities();
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    results.sending();
    String prompt = call.request().order().prompt().text();
    if (prompt.contains("slow")) {
      never.await();
    }
    if (prompt.contains("refused")) {
      return new AttemptOutcome.Refused("not this: " + prompt, Optional.empty(), List.of());
    }
    call.indexes().forEach(index -> deliver(call, index, results));
    return AttemptOutcome.Succeeded.ALL;
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results) {
    return new AttemptOutcome.Unknown("never asked");
  }

  private void deliver(Call call, int index, Results results) {
    var order = call.request().order();
    String prompt = order.prompt().text();
    byte[] png = plain.png(((SizeChoice.Exact) order.output().size()).size(), index);
    try (Results.Sink sink = results.image(index)) {
      sink.write(withComment(png, inPictures ? prompt + " #" + index : "a picture"));
      sink.complete(
          new Results.ImageMetadata(
              Optional.empty(),
              Optional.of("revised " + prompt),
              OptionalLong.empty(),
              List.of("not " + prompt),
              List.of(),
              Results.ImageMetadata.NOTHING.admitted()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The PNG with a text chunk before its end. */
  static byte[] withComment(byte[] png, String text) throws IOException {
    byte[] chunk = ("tEXtComment\0" + text).getBytes(UTF_8);
    var crc = new CRC32();
    crc.update(chunk);
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(png, 0, png.length - TRAILER_BYTES);
    out.writeInt(chunk.length - 4);
    out.write(chunk);
    out.writeInt((int) crc.getValue());
    out.write(png, png.length - TRAILER_BYTES, TRAILER_BYTES);
    return bytes.toByteArray();
  }
}
