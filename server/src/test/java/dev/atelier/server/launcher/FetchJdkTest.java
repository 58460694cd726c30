package dev.atelier.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a machine without a JDK, and what it fetches with consent. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class FetchJdkTest {
  private static final String CONSENT = "ATELIER_FETCH_JDK";

  @TempDir private static Path made;
  private static byte[] jdk;
  private static String sum;

  @TempDir private Path directory;
  private JdkSource source;

  /** A real one, with little in it. */
  @BeforeAll
  static void make() throws Exception {
    Path home = made.resolve("jdk-25");
    here(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        "jdk.compiler",
        "--output",
        home.toString());
    here("tar", "-czf", made.resolve("jdk.tar.gz").toString(), "-C", made.toString(), "jdk-25");
    jdk = Files.readAllBytes(made.resolve("jdk.tar.gz"));
    sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jdk));
  }

  @BeforeEach
  void open() throws IOException {
    source = JdkSource.of(jdk, sum);
  }

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void without_consent_nothing_is_fetched_and_it_says_what_to_do() throws Exception {
    ScriptRun run = find(Map.of());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors())
        .contains("Atelier needs a JDK 25 or newer and found none.")
        .contains("set JAVA_HOME to it")
        .contains("ATELIER_FETCH_JDK=yes");
    assertThat(source.asked()).isEmpty();
    assertThat(find(Map.of(CONSENT, "no")).exit()).isEqualTo(2);
    assertThat(source.asked()).isEmpty();
  }

  @Test
  void with_consent_a_jdk_is_fetched_once_and_found_ever_after() throws Exception {
    String home = find(Map.of(CONSENT, "yes")).good().output().strip();

    assertThat(home).startsWith(cache().toString());
    ScriptRun compiler =
        ScriptRun.of(directory, Map.of(), List.of(home + "/bin/javac", "-version")).good();
    assertThat(compiler.output()).startsWith("javac " + Runtime.version().feature());
    assertThat(source.asked()).hasSize(2);
    try (Stream<Path> left = Files.list(cache())) {
      assertThat(left).as("nothing else is left").containsExactly(cache().resolve(sum));
    }
    assertThat(find(Map.of()).good().output().strip()).isEqualTo(home);
    assertThat(source.asked()).hasSize(2);
  }

  @Test
  void the_command_itself_offers_it() throws Exception {
    ScriptRun run = run(Map.of(), List.of(atelier().toString(), "build", "--help"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errors()).contains("ATELIER_FETCH_JDK=yes");
    run(Map.of(CONSENT, "yes"), List.of(atelier().toString(), "build", "--help")).good();
  }

  @Test
  void what_has_another_checksum_is_refused_and_deleted() throws Exception {
    try (var forged = JdkSource.of(jdk, "0".repeat(64))) {
      ScriptRun run = find(Map.of(CONSENT, "yes", "ATELIER_JDK_SOURCE", forged.uri()));

      assertThat(run.exit()).isEqualTo(4);
      assertThat(run.errors()).contains("is not what it should be");
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void a_download_that_was_cut_off_is_refused_and_goes_on_there() throws Exception {
    source.cutAt(100_000);
    ScriptRun cut = find(Map.of(CONSENT, "yes"));

    assertThat(cut.exit()).isEqualTo(5);
    assertThat(cut.errors()).contains("cut off at 100000 bytes");
    assertThat(files()).containsExactly(cache().resolve(sum + ".part"));
    assertThat(find(Map.of()).exit()).as("it is no JDK").isEqualTo(2);

    source.cutAt(Integer.MAX_VALUE);
    find(Map.of(CONSENT, "yes")).good();
    assertThat(source.asked()).last().isEqualTo("/jdk.tar.gz bytes=100000-");
  }

  @Test
  void nothing_is_fetched_over_plain_http_from_elsewhere() throws Exception {
    ScriptRun run = find(Map.of(CONSENT, "yes", "ATELIER_JDK_SOURCE", "http://example.org"));
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.errors()).contains("over https alone");

    source.link("http://example.org/jdk.tar.gz");
    assertThat(find(Map.of(CONSENT, "yes")).errors()).contains("over https alone");
    assertThat(files()).isEmpty();
  }

  @Test
  void a_source_that_does_not_answer_is_unreachable() throws Exception {
    source.close();

    ScriptRun run = find(Map.of(CONSENT, "yes"));

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.errors()).contains("does not answer");
  }

  @Test
  void a_person_at_a_terminal_is_asked() throws Exception {
    Optional<Path> terminal =
        Stream.of("/usr/bin/script").map(Path::of).filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(terminal.isPresent(), "no program script(1)");

    ScriptRun refused = typed("n\n");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.output()).contains("Fetch a JDK 25", "[y/N]", "ATELIER_FETCH_JDK=yes");
    assertThat(typed("\n").exit()).as("an empty answer is a no").isEqualTo(2);
    assertThat(source.asked()).isEmpty();

    assertThat(typed("y\n").good().output()).contains(cache().resolve(sum).toString());
  }

  private ScriptRun typed(String answer) throws Exception {
    return ScriptRun.of(
        directory,
        environment(Map.of()),
        List.of("script", "-qec", finder().toString(), "/dev/null"),
        answer);
  }

  private ScriptRun find(Map<String, String> more) throws Exception {
    return run(more, List.of(finder().toString()));
  }

  private ScriptRun run(Map<String, String> more, List<String> command) throws Exception {
    return ScriptRun.of(directory, environment(more), command);
  }

  /** Of a machine where no JDK is in any usual place. */
  private Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", directory.toString());
    environment.put("ATELIER_JDK_PLACES", "");
    environment.put("ATELIER_JDK_SOURCE", source.uri());
    environment.putAll(more);
    return environment;
  }

  private Path cache() {
    return directory.resolve(".cache/atelier/jdk");
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(cache())) {
      return all.toList();
    }
  }

  private static Path finder() {
    return ScriptRun.ROOT.resolve("launcher/find-jdk");
  }

  private static Path atelier() {
    return ScriptRun.ROOT.resolve("atelier");
  }

  private static void here(String... command) throws Exception {
    ScriptRun.of(made, System.getenv(), List.of(command)).good();
  }
}
