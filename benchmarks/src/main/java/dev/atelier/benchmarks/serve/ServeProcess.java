package dev.atelier.benchmarks.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./atelier serve} as its users start it, on a free port; it has said that it is ready. */
final class ServeProcess implements AutoCloseable {
  static final String KEY = "benchmarks-admin-key";

  private static final String READY = "Atelier ready on ";
  private static final int END_SECONDS_MAX = 30;

  private final Process process;
  private final URI uri;
  private final Duration startUp;

  private ServeProcess(Process process, URI uri, Duration startUp) {
    this.process = process;
    this.uri = uri;
    this.startUp = startUp;
  }

  /**
   * @param log what it writes beside its first lines
   * @param settings as environment variables
   */
  static ServeProcess start(Path data, Path log, Map<String, String> settings) throws IOException {
    var builder =
        new ProcessBuilder(List.of("./atelier", "serve", "--port", "0", "--data", data.toString()))
            .redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().put("ATELIER_ADMIN_KEY", KEY);
    builder.environment().put("ATELIER_LOG_ACCESS", "false");
    builder.environment().putAll(settings);
    long began = System.nanoTime();
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Thread.ofVirtual().start(() -> passOver(lines));
        return new ServeProcess(process, URI.create(line.substring(READY.length())), took);
      }
    }
    process.destroyForcibly();
    throw new IOException("the server did not start, see " + log);
  }

  URI uri() {
    return uri;
  }

  long pid() {
    return process.pid();
  }

  /** From the start of the launcher to the line that says ready. */
  Duration startUp() {
    return startUp;
  }

  private static void passOver(BufferedReader lines) {
    try (lines) {
      while (lines.readLine() != null) {
        // nothing of it is needed
      }
    } catch (IOException ended) {
      // the process is gone
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
