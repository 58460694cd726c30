package dev.atelier.provider;

import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.SizeChoice;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;

/**
 * A paid upstream in memory: delivers plain PNGs of the ordered size, or whatever it was told to
 * answer next. Counts its calls. Safe for use by many threads.
 */
public final class FakeProvider implements Provider {
  private final String name;
  private final Capabilities capabilities;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<Plain, byte[]> images = new ConcurrentHashMap<>();
  private Optional<Duration> timeLimit = Optional.empty();
  private boolean masks = true;
  private boolean connected;
  private boolean takesIds;

  public FakeProvider(String name, Capabilities capabilities) {
    this.name = name;
    this.capabilities = capabilities;
  }

  /** A provider named {@code fake} that charges for its work and takes ten pictures a call. */
  public static FakeProvider paid() {
    return new FakeProvider("fake", new Capabilities(10, false, false, true));
  }

  /** Its calls may take so long, whatever is usual. */
  public FakeProvider withTimeLimit(Duration limit) {
    timeLimit = Optional.of(limit);
    return this;
  }

  /** It takes no mask in an edit. */
  public FakeProvider withoutMasks() {
    masks = false;
    return this;
  }

  /** Its calls leave at once. */
  public FakeProvider connected() {
    connected = true;
    return this;
  }

  /** The ids of its calls are chosen by the caller: those of the attempts. */
  public FakeProvider takingIds() {
    takesIds = true;
    return this;
  }

  @Override
  public Optional<String> chosenId(AttemptId attempt) {
    return takesIds ? Optional.of(attempt.value().toString()) : Optional.empty();
  }

  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return connected;
  }

  @Override
  public boolean takesMask(Account account, String model) {
    return masks;
  }

  @Override
  public Duration timeLimit(Account account, Duration usual) {
    return timeLimit.orElse(usual);
  }

  /** What the next calls answer, in order; afterwards every call succeeds. */
  public synchronized FakeProvider answers(Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  /** Every call so far. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    Answer answer = next(call);
    if (!answer.silent()) {
      results.sending();
    }
    return answer.give(this, call, results);
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return next(call).give(this, call, results);
  }

  /** Delivers one plain picture of the ordered size, another one for each index. */
  public void deliver(Call call, int index, Results results) {
    byte[] png = png(((SizeChoice.Exact) call.request().order().output().size()).size(), index);
    try (Results.Sink sink = results.image(index)) {
      sink.write(png);
      sink.complete(Results.ImageMetadata.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plain PNG of this size. */
  public byte[] png(ImageSize size) {
    return png(size, 0);
  }

  /** One of several that differ. */
  public byte[] png(ImageSize size, int index) {
    return images.computeIfAbsent(new Plain(size, index), FakeProvider::draw);
  }

  private record Plain(ImageSize size, int index) {}

  private synchronized Answer next(Call call) {
    calls.add(call);
    Answer scripted = answers.poll();
    return scripted == null ? Answer.SUCCESS : scripted;
  }

  private static byte[] draw(Plain plain) {
    ImageSize size = plain.size();
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, plain.index());
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What one call does. */
  @FunctionalInterface
  public interface Answer {
    /** Every picture asked for. */
    Answer SUCCESS =
        (provider, call, results) -> {
          call.indexes().forEach(index -> provider.deliver(call, index, results));
          return AttemptOutcome.Succeeded.ALL;
        };

    AttemptOutcome give(FakeProvider provider, Call call, Results results)
        throws InterruptedException;

    /** Whether it sends nothing before it answers. */
    default boolean silent() {
      return false;
    }

    /** Nothing for a minute, if it is not interrupted before. */
    static Answer hanging(CountDownLatch began, CountDownLatch interrupted) {
      return (_, _, _) -> {
        began.countDown();
        try {
          Thread.sleep(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
          interrupted.countDown();
          throw e;
        }
        return AttemptOutcome.Succeeded.ALL;
      };
    }

    /** Another before the first byte leaves. */
    static Answer unsent(Answer answer) {
      return new Answer() {
        @Override
        public AttemptOutcome give(FakeProvider provider, Call call, Results results)
            throws InterruptedException {
          return answer.give(provider, call, results);
        }

        @Override
        public boolean silent() {
          return true;
        }
      };
    }

    /** No picture, and this outcome. */
    static Answer of(AttemptOutcome outcome) {
      return (_, _, _) -> outcome;
    }

    /** Success after a real wait, for load tests. */
    static Answer after(Duration wait) {
      return (provider, call, results) -> {
        Thread.sleep(wait);
        return SUCCESS.give(provider, call, results);
      };
    }
  }
}
