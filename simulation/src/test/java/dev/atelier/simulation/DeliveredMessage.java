package dev.atelier.simulation;

import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.simulation.Upstream.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the pictures of one call, now and then not as they were ordered. */
final class DeliveredMessage {
  /** Of which a job gets more than one now and then. */
  private static final byte[] REPEATED = TestImage.png(16, 16, 0x123456);

  private final World world;
  private final Receipt receipt;
  private final Results results;

  DeliveredMessage(World world, Receipt receipt, Results results) {
    this.world = world;
    this.receipt = receipt;
    this.results = results;
  }

  void image(int index) {
    if (receipt.call().request().order().partials() > 0) {
      world.saw(Happening.PREVIEW);
      write(results.partial(index, 0), colour(index));
    }
    if (world.chance(world.settings().rates().disk())) {
      spoilDisk();
    }
    if (!world.chance(world.settings().rates().image())) {
      write(results.image(index), colour(index));
      return;
    }
    switch (world.random().nextInt(6)) {
      case 0 -> {
        world.saw(Happening.TORN_PICTURE);
        write(results.image(index), TestImage.torn(colour(index)));
      }
      case 1 -> {
        world.saw(Happening.WRONG_SIZE);
        write(results.image(index), TestImage.png(8, 8, index));
      }
      case 2 -> {
        world.saw(Happening.WRONG_SHAPE);
        write(results.image(index), TestImage.png(8, 16, index));
      }
      case 3 -> {
        world.saw(Happening.WRONG_FORMAT);
        write(results.image(index), otherFormat(index));
      }
      case 4 -> {
        world.saw(Happening.PICTURE_REPEATED);
        write(results.image(index), REPEATED);
      }
      default -> {
        world.saw(Happening.PICTURE_TWICE);
        write(results.image(index), colour(index));
        write(results.image(index), TestImage.png(16, 16, index));
      }
    }
  }

  /** The disk does not take the next bytes, or does not force the next file. */
  private void spoilDisk() {
    if (world.random().nextBoolean()) {
      world.saw(Happening.DISK_FAILED_WRITING);
      world.disk().fails(1);
    } else {
      world.saw(Happening.DISK_FAILED_SEALING);
      world.disk().failsToForce(1);
    }
  }

  private byte[] otherFormat(int index) {
    return receipt.call().request().order().output().format() == OutputFormat.JPEG
        ? colour(index)
        : TestImage.jpeg(16, 16, receipt.attempt().hashCode() * 31 + index);
  }

  private byte[] colour(int index) {
    return TestImage.png(16, 16, receipt.attempt().hashCode() * 31 + index);
  }

  private static void write(Results.Sink sink, byte[] bytes) {
    try (sink) {
      sink.write(bytes);
      sink.complete(ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
