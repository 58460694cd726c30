package dev.atelier.providers.runware;

import dev.atelier.provider.Results;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Opens a sink for each try to fetch an image, and knows the one of the last try. */
final class LastSink implements Supplier<Results.Sink>, AutoCloseable {
  private final Supplier<Results.Sink> sinks;
  private final Deque<Results.Sink> opened = new ArrayDeque<>();

  LastSink(Supplier<Results.Sink> sinks) {
    this.sinks = sinks;
  }

  @Override
  public Results.Sink get() {
    opened.addLast(sinks.get());
    return last();
  }

  Results.Sink last() {
    return opened.getLast();
  }

  /** Sinks of failed tries are closed already. */
  @Override
  public void close() throws IOException {
    if (!opened.isEmpty()) {
      last().close();
    }
  }
}
