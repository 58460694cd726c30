package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Background;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import dev.atelier.provider.Credential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

/** Calls as the gateway makes them, to one account of an upstream on this machine. */
public final class UpstreamCalls {
  public static final String KEY = "sk-secret-of-the-account";

  /** As every attempt of these calls is named. */
  public static final UUID ATTEMPT = new UUID(1, 2);

  private UpstreamCalls() {}

  public static Account account(String provider, URI base, Map<String, String> models) {
    return account(provider, base, models, KEY);
  }

  public static Account account(String provider, URI base, Map<String, String> models, String key) {
    return account(provider, base, models, key, Map.of());
  }

  public static Account account(
      String provider,
      URI base,
      Map<String, String> models,
      String key,
      Map<String, String> options) {
    return new Account(
        new AccountId("one"),
        provider,
        Optional.of(base),
        Credential.of(key),
        models,
        4,
        OptionalInt.empty(),
        Optional.empty(),
        1,
        options,
        false);
  }

  /** An order with nothing left to the model, as the gateway hands it over. */
  public static Order order(int count, int width, int height) {
    var output =
        new Output(
            SizeChoice.of(width, height), Quality.MEDIUM, OutputFormat.PNG, 100, Background.OPAQUE);
    return Order.of("gpt-image-2", "a red \"fox\"\nin snow").withCount(count).withOutput(output);
  }

  public static Call generation(Account account, Order order) {
    return call(account, new ImageRequest.Generation(order), List.of(), Optional.empty());
  }

  public static Call edit(
      Account account, Order order, List<Call.Input> inputs, Optional<Call.Input> mask) {
    var images = inputs.stream().map(UpstreamCalls::described).toList();
    var request = new ImageRequest.Edit(order, images, mask.map(UpstreamCalls::described));
    return call(account, request, inputs, mask);
  }

  /** The same for other images of its job. */
  public static Call of(List<Integer> indexes, Call call) {
    return new Call(
        call.attempt(),
        call.job(),
        call.account(),
        call.request(),
        indexes,
        call.inputs(),
        call.mask(),
        call.submitted(),
        call.timeout());
  }

  /** The same with less time. */
  public static Call within(Duration timeout, Call call) {
    return new Call(
        call.attempt(),
        call.job(),
        call.account(),
        call.request(),
        call.indexes(),
        call.inputs(),
        call.mask(),
        call.submitted(),
        timeout);
  }

  private static Call call(
      Account account, ImageRequest request, List<Call.Input> inputs, Optional<Call.Input> mask) {
    return new Call(
        new AttemptId(ATTEMPT),
        new JobId(new UUID(3, 4)),
        account,
        request,
        IntStream.range(0, request.order().count()).boxed().toList(),
        inputs,
        mask,
        Instant.EPOCH,
        Duration.ofMinutes(2));
  }

  /** Bytes that no decoder looks at here. */
  public static Call.Input input(String content) {
    return input(content, content.length());
  }

  /** One that says to be larger than it is. */
  public static Call.Input input(String content, long bytes) {
    return new Stored(bytes, () -> new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  /** One whose file is gone. */
  public static Call.Input gone() {
    return new Stored(
        1,
        () -> {
          throw new IOException("gone");
        });
  }

  /** One whose file can be read for a while. */
  public static Call.Input breaksOff() {
    return new Stored(
        40_000,
        () ->
            new SequenceInputStream(
                new ByteArrayInputStream(new byte[20_000]),
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("bad sector");
                  }

                  @Override
                  public int read(byte[] block, int from, int length) throws IOException {
                    throw new IOException("bad sector");
                  }
                }));
  }

  /** Fetches from this machine only. */
  public static ResultDownload download(UpstreamClient client) {
    return new ResultDownload(client, new GuardedClient(false));
  }

  private static InputImage described(Call.Input input) {
    return new InputImage(
        new ArtifactId(new UUID(5, 6)),
        new ContentHash("0".repeat(64)),
        input.format(),
        input.size(),
        true,
        input.bytes());
  }

  private record Stored(long bytes, LocalFile file) implements Call.Input {
    @Override
    public OutputFormat format() {
      return OutputFormat.PNG;
    }

    @Override
    public ImageSize size() {
      return new ImageSize(64, 64);
    }

    @Override
    public InputStream open() throws IOException {
      return file.open();
    }
  }
}
