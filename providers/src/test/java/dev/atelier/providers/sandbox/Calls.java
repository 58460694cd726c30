package dev.atelier.providers.sandbox;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageRequest.Edit;
import dev.atelier.image.ImageRequest.Generation;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.SizeChoice;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.KeptResults;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Calls as the gateway makes them, and a provider that waits for nothing. */
final class Calls {
  private static final UUID ID = new UUID(1, 2);

  private Calls() {}

  static SandboxProvider provider() {
    return new SandboxProvider(
        SandboxSettings.DEFAULT,
        Catalog.builtIn(),
        new PixelBudget(1, Duration.ofSeconds(30)),
        _ -> {});
  }

  static Order order(String prompt, int width, int height) {
    var order = Order.of("gpt-image-2", prompt);
    return order.withOutput(order.output().withSize(SizeChoice.of(width, height)));
  }

  static Call call(ImageRequest request) {
    return call(request, List.of(), Optional.empty());
  }

  static Call call(Order order) {
    return call(new Generation(order));
  }

  static Call edit(Order order, List<Input> inputs, Optional<Input> mask) {
    var images = inputs.stream().map(Input::described).toList();
    var request = new Edit(order, images, mask.map(Input::described));
    return call(request, List.copyOf(inputs), mask.map(input -> input));
  }

  private static Call call(
      ImageRequest request, List<Call.Input> inputs, Optional<Call.Input> mask) {
    var account =
        new Account(
            new AccountId("sandbox"),
            "sandbox",
            Optional.empty(),
            Set.of(),
            1,
            Optional.empty(),
            1);
    return new Call(
        new AttemptId(ID),
        new JobId(ID),
        account,
        request,
        IntStream.range(0, request.order().count()).boxed().toList(),
        inputs,
        mask,
        Instant.EPOCH,
        Duration.ofMinutes(2));
  }

  static AttemptOutcome attempt(Call call, KeptResults results) {
    try {
      return provider().attempt(call, results);
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  /** The first picture's bytes. */
  static byte[] bytes(Order order) {
    var results = new KeptResults();
    attempt(call(order), results);
    return results.bytes(0);
  }

  /** Uploaded bytes. */
  static final class Input implements Call.Input {
    private final byte[] content;
    private final OutputFormat format;
    private final ImageSize size;

    Input(byte[] content, OutputFormat format, ImageSize size) {
      this.content = content;
      this.format = format;
      this.size = size;
    }

    @Override
    public OutputFormat format() {
      return format;
    }

    @Override
    public ImageSize size() {
      return size;
    }

    @Override
    public long bytes() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }

    InputImage described() {
      return new InputImage(
          new ArtifactId(ID), new ContentHash(sha256()), format, size, true, content.length);
    }

    private String sha256() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      } catch (NoSuchAlgorithmException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }
}
