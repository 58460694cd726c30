package dev.atelier.server.endurance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.openai.FakeOpenAi;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.seaart.FakeSeaArt;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.ImageMaker;
import dev.atelier.server.PrintedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a vendor repeats of a key, nobody hears of it, and no file keeps it in clear. */
@Timeout(300)
class CredentialTest {
  /** What no key is without, and nothing else has. */
  private static final String CANARY = "canary+7/Kx9";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final Map<String, FakeUpstream> accounts = new HashMap<>();

  @AfterEach
  void close() {
    accounts.values().forEach(FakeUpstream::close);
  }

  @Test
  void a_key_that_a_vendor_repeats_shows_nowhere() throws Exception {
    writeModels();
    var environment =
        Map.of(
            "ATELIER_LOG_LEVEL", "DEBUG",
            "ATELIER_LOG_ACCESS", "true",
            "ATELIER_MODELS", models().toString(),
            "ATELIER_ALLOW_PRIVATE_NETWORKS", "true",
            "VENDOR_KEY", key(Kind.OPENAI, CredentialEcho.REFUSED));
    var seen = new ArrayList<String>();
    try (var server = ServerProcess.serve(directory, List.of("-Xmx256m"), environment)) {
      var http = server.http();
      for (Kind vendor : Kind.values()) {
        for (CredentialEcho echo : CredentialEcho.values()) {
          seen.add(order(http, vendor, echo));
        }
      }
      awaitEnd();
      for (String name : accounts.keySet()) {
        seen.add(http.get("/api/v1/accounts/" + name).text());
        seen.add(waitedFor(http, name));
      }
      for (String job : new Rows(directory).texts("SELECT id FROM job")) {
        seen.add(http.get("/api/v1/jobs/" + job).text());
      }
      for (String name : oneOfEachEcho()) {
        teachAgain(name);
        seen.add(http.post("/api/v1/accounts/" + name + "/test", "", Map.of()).text());
        seen.add(command("accounts", "show", name));
        seen.add(command("jobs", "show", jobOf(name)));
      }
      seen.add(http.get("/api/v1/accounts").text());
      seen.add(command("accounts", "list"));
      seen.add(command("jobs", "list"));
      seen.add(http.get("/metrics").text());
      showsNoKey(seen);
      filesHoldNoKey();
      server.kill();
      assertThat(server.log()).isNotBlank().doesNotContain(CANARY);
    }
    filesHoldNoKey();
    everyKeyLeft();
  }

  /** What was repeated was read, and was kept without the key. */
  private static void showsNoKey(List<String> seen) {
    assertThat(seen).noneMatch(text -> text.contains(CANARY));
    assertThat(String.join("\n", seen)).contains("trouble with … here").contains("key … asks");
  }

  private void everyKeyLeft() {
    accounts.forEach((name, vendor) ->
        assertThat(vendor.received(CallPhase.SUBMIT))
            .as(name)
            .isNotEmpty()
            .allMatch(request -> request.header("authorization").contains(CANARY)));
  }

  private void filesHoldNoKey() throws IOException {
    try (Stream<Path> files = Files.walk(ServerProcess.data(directory))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1).contains(CANARY))
            .as("%s holds a key", file)
            .isFalse();
      }
    }
  }

  /** Each vendor has its turn. */
  private static List<String> oneOfEachEcho() {
    var names = new ArrayList<String>();
    for (CredentialEcho echo : CredentialEcho.values()) {
      names.add(name(Kind.values()[names.size() % Kind.values().length], echo));
    }
    return names;
  }

  private String jobOf(String account) throws Exception {
    return new Rows(directory)
        .texts("SELECT job FROM job_attempt WHERE account = '%s'".formatted(account))
        .getFirst();
  }

  /** What is said once was said to the jobs already. */
  private void teachAgain(String account) {
    for (Kind vendor : Kind.values()) {
      for (CredentialEcho echo : CredentialEcho.values()) {
        if (name(vendor, echo).equals(account)) {
          echo.teach(Objects.requireNonNull(accounts.get(account)), key(vendor, echo));
        }
      }
    }
  }

  /** Adds an account whose vendor answers so, and orders of it. Returns what was answered. */
  private String order(RawHttp http, Kind vendor, CredentialEcho echo) throws IOException {
    String key = key(vendor, echo);
    String name = name(vendor, echo);
    FakeUpstream service =
        vendor
            .start
            .apply(echo == CredentialEcho.WRONG_KEY ? "another" : key)
            .makes(ImageMaker.pictures());
    echo.teach(service, key);
    accounts.put(name, service);
    var account =
        Map.of(
            "name", name,
            "provider", vendor.word(),
            "base_url", service.base().toString(),
            "secret", secret(vendor, echo),
            "models", Map.of(name, "gpt-image-2"));
    Answer added =
        http.post("/api/v1/accounts", JsonMapper.shared().writeValueAsString(account), Map.of());
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    Answer ordered = http.post("/api/v1/jobs", order(name), Map.of());
    assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
    return added.text() + ordered.text();
  }

  /** The same order by the API whose errors come at once. */
  private static String waitedFor(RawHttp http, String model) throws IOException {
    return model.startsWith("canary-openai")
        ? http.post("/v1/images/generations", order(model), Map.of()).text()
        : "";
  }

  private static String order(String model) {
    return """
    {"model":"%s","prompt":"a fox","size":"1024x1024","n":1}\
    """
        .formatted(model);
  }

  /** Each form of a secret has its turn. */
  private String secret(Kind vendor, CredentialEcho echo) throws IOException {
    if (vendor == Kind.OPENAI && echo == CredentialEcho.REFUSED) {
      return "env:VENDOR_KEY";
    }
    if (echo == CredentialEcho.LONG) {
      Path file = directory.resolve("key-of-" + vendor.word());
      Files.writeString(file, key(vendor, echo));
      return "file:" + file;
    }
    return key(vendor, echo);
  }

  private static String key(Kind vendor, CredentialEcho echo) {
    return CANARY + vendor.word() + echo.word() + "==";
  }

  private static String name(Kind vendor, CredentialEcho echo) {
    return "canary-" + vendor.word() + "-" + echo.word();
  }

  /** A model for each account, so that it is known who makes what. */
  private void writeModels() throws IOException {
    Files.createDirectories(models());
    String tiny = Files.readString(ServerProcess.models().resolve("tiny-1.json"));
    for (Kind vendor : Kind.values()) {
      for (CredentialEcho echo : CredentialEcho.values()) {
        String name = name(vendor, echo);
        Files.writeString(models().resolve(name + ".json"), tiny.replace("tiny-1", name));
      }
    }
  }

  private Path models() {
    return directory.resolve("models");
  }

  private void awaitEnd() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(() ->
            assertThat(
                    new Rows(directory)
                        .texts("SELECT route FROM job WHERE state IN ('QUEUED', 'RUNNING')"))
                .isEmpty());
  }

  /** What the command line says beside the server. */
  private String command(String... words) {
    var command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--data", ServerProcess.data(directory).toString()));
    return PrintedCommand.textOf(command);
  }

  /** The kinds of upstream. */
  private enum Kind {
    OPENAI(FakeOpenAi::new),
    SEAART(FakeSeaArt::new),
    RUNWARE(FakeRunware::new),
    APIMART(FakeApiMart::new);

    private final Function<String, FakeUpstream> start;

    Kind(Function<String, FakeUpstream> start) {
      this.start = start;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
