package dev.atelier.server.endurance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.atelier.server.command.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A server in a process of its own, ready to answer; ended for certain when closed. */
public final class ServerProcess implements AutoCloseable {
  /** An all-scope key of every server started here. */
  public static final String KEY = "endurance-admin-key";

  /** What starts a JVM with the options of the launcher. */
  static final Path JVM = Path.of("..", "launcher", "jvm").toAbsolutePath().normalize();

  /** The class path of the servers that are started; by default that of the tests. */
  private static final String CLASS_PATH =
      System.getProperty("endurance.class-path", System.getProperty("java.class.path"));

  private static final String READY = "Atelier ready on ";
  private static final int READY_SECONDS = 180;

  private final Process process;
  private final Path log;
  private final URI uri;
  private final Duration startUp;

  private ServerProcess(Process process, Path log, long begun) throws IOException {
    this.process = process;
    this.log = log;
    this.uri = awaitReady();
    this.startUp = Duration.ofNanos(System.nanoTime() - begun);
  }

  /** A {@link TestServer} over {@code directory}, which keeps its data, call book and log. */
  static ServerProcess start(
      Path directory, ProviderKind kind, List<String> jvm, Map<String, String> settings)
      throws IOException {
    var program = new ArrayList<String>();
    program.add(TestServer.class.getName());
    program.add(kind.name());
    program.add(calls(directory).toString());
    program.add("data=" + data(directory));
    program.add("port=0");
    program.add("admin-key=" + KEY);
    program.add("models=" + models());
    program.add("log.access=false");
    settings.forEach((name, value) -> program.add(name + "=" + value));
    return start(directory, jvm, program, Map.of());
  }

  /** The program itself, {@code atelier serve}, over {@code directory}. */
  public static ServerProcess serve(
      Path directory, List<String> jvm, Map<String, String> environment) throws IOException {
    var variables = new HashMap<String, String>();
    variables.put("ATELIER_ADMIN_KEY", KEY);
    variables.put("ATELIER_MODELS", models().toString());
    variables.put("ATELIER_LOG_ACCESS", "false");
    variables.putAll(environment);
    String data = data(directory).toString();
    return start(
        directory,
        jvm,
        List.of(Main.class.getName(), "serve", "--port", "0", "--data", data),
        variables);
  }

  /** {@code program} is a main class and its arguments; the JVM has the launcher's options. */
  static ServerProcess start(
      Path directory, List<String> jvm, List<String> program, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<>(List.of(JVM.toString(), System.getProperty("java.home")));
    command.addAll(jvm);
    command.addAll(List.of("-cp", CLASS_PATH));
    command.addAll(program);
    Path log = directory.resolve("server.log");
    var builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    return new ServerProcess(builder.start(), log, begun);
  }

  public static Path data(Path directory) {
    return directory.resolve("data");
  }

  static Path calls(Path directory) {
    return directory.resolve("calls.txt");
  }

  static Path models() {
    URL model = Objects.requireNonNull(ServerProcess.class.getResource("models/tiny-1.json"));
    return Objects.requireNonNull(Path.of(URI.create(model.toString())).getParent());
  }

  private URI awaitReady() throws IOException {
    var ready = new CompletableFuture<URI>();
    Thread.ofVirtual().start(() -> read(process.inputReader(), ready));
    try {
      return ready.get(READY_SECONDS, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IOException("the server did not start:\n" + Files.readString(log), e);
    } catch (InterruptedException e) {
      close();
      throw new IOException(e);
    }
  }

  private static void read(BufferedReader lines, CompletableFuture<URI> ready) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(URI.create(line.substring(READY.length())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ready.completeExceptionally(new IOException("it ended before it was ready"));
    }
  }

  public URI uri() {
    return uri;
  }

  public RawHttp http() {
    return new RawHttp(uri, KEY);
  }

  public long pid() {
    return process.pid();
  }

  /** From the start of the process to its ready line. */
  Duration startUp() {
    return startUp;
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
  }

  /** Sends SIGTERM and goes on. */
  public void terminate() {
    process.destroy();
  }

  /** The exit code, or a failure if the process outlives {@code max}. */
  public int awaitExit(Duration max) throws InterruptedException {
    if (!process.waitFor(max.toMillis(), MILLISECONDS)) {
      throw new AssertionError("the server still runs after " + max);
    }
    return process.exitValue();
  }

  /** Used so far, start included. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The largest resident set so far, in MiB; Linux only, 0 elsewhere. */
  long residentMaxMebibytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .sum();
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
