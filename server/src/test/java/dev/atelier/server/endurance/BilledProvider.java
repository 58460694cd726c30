package dev.atelier.server.endurance;

import dev.atelier.image.ImageSize;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/** A paid upstream of one-coloured images that keeps its own bill. */
final class BilledProvider implements Provider {
  private static final Map<ImageSize, byte[]> IMAGES = new ConcurrentHashMap<>();

  private final String name;
  private final Duration delay;
  private final IntFunction<AttemptOutcome> answer;
  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<String> bill = new ConcurrentLinkedQueue<>();

  /**
   * @param delay of a call that succeeds
   * @param answer to the call of that number, 1-based; one that succeeds makes the images
   */
  BilledProvider(String name, Duration delay, IntFunction<AttemptOutcome> answer) {
    this.name = name;
    this.delay = delay;
    this.answer = answer;
    ImageIO.setUseCache(false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(1, false, false, false);
  }

  /** How often it was called. */
  int calls() {
    return calls.get();
  }

  /** What it bills: each image as {@code JOB/INDEX}. */
  List<String> bill() {
    return List.copyOf(bill);
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    AttemptOutcome outcome = answer.apply(calls.incrementAndGet());
    if (outcome instanceof AttemptOutcome.NotSent) {
      return outcome;
    }
    results.sending();
    if (outcome instanceof AttemptOutcome.Succeeded) {
      Thread.sleep(delay);
      for (int index : call.indexes()) {
        bill.add(call.job() + "/" + index);
        deliver(call, results.image(index));
      }
    }
    return outcome;
  }

  private static void deliver(Call call, Results.Sink sink) {
    var size = ((SizeChoice.Exact) call.request().order().output().size()).size();
    try (sink) {
      sink.write(IMAGES.computeIfAbsent(size, BilledProvider::draw));
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] draw(ImageSize size) {
    var bytes = new ByteArrayOutputStream();
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
