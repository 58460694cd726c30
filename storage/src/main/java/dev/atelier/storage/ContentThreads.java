package dev.atelier.storage;

import dev.atelier.storage.NamedContents.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same with many contents, some at a time, where each waits for a disk or a network. */
public final class ContentThreads implements AutoCloseable {
  /** How many contents are asked for at once. */
  public static final int PAGE = 256;

  private static final int AT_ONCE = 16;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  /** What is done with each. */
  @FunctionalInterface
  public interface Task {
    /** Whether it went well; what is thrown ends the work. */
    boolean with(Named content) throws IOException;
  }

  /**
   * Returns when it was done with all of them.
   *
   * @return those with which it did not go well
   * @throws IOException the first that was thrown
   */
  public List<Named> failing(List<Named> contents, Task task) throws IOException {
    List<Future<Boolean>> asked =
        contents.stream().map(one -> threads.submit(() -> task.with(one))).toList();
    var failing = new ArrayList<Named>();
    for (int i = 0; i < contents.size(); i++) {
      if (!answer(asked.get(i))) {
        failing.add(contents.get(i));
      }
    }
    return failing;
  }

  private static boolean answer(Future<Boolean> asked) throws IOException {
    try {
      return asked.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped before all contents were done", stopped);
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case IOException told -> throw told;
        case RuntimeException told -> throw told;
        case null, default -> throw new IOException(failure);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
