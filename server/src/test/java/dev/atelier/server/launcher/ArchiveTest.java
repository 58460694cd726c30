package dev.atelier.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./atelier dist}, unpacked where there is neither Java nor anything but a shell. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class ArchiveTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final String KEY = "a-key-for-the-archive";

  /** Of the machine, nothing but what the launcher says that it uses. */
  private static final List<String> PROGRAMS = List.of("readlink", "dirname");

  @TempDir private static Path made;
  private static Path archive;
  private static Path home;
  private static Path programs;

  @BeforeAll
  static void make() throws Exception {
    var environment = new HashMap<>(System.getenv());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    ScriptRun run =
        ScriptRun.of(
                ScriptRun.ROOT,
                environment,
                List.of("./atelier", "dist", made.resolve("a").toString()))
            .good();
    archive = Path.of(run.output().strip());
    home = unpack(Files.createDirectory(made.resolve("elsewhere")));
    programs = Files.createDirectory(made.resolve("programs"));
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
    }
  }

  @Test
  void its_name_says_version_and_platform_and_its_checksum_lies_beside_it() throws Exception {
    String name = archive.getFileName().toString();
    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));

    assertThat(name).matches("atelier-\\d[^/]*-linux-(x64|arm64)\\.tar\\.gz");
    assertThat(archive.resolveSibling(name + ".sha256"))
        .hasContent(HexFormat.of().formatHex(digest) + "  " + name);
    assertThat(home.getFileName()).hasToString(name.replace(".tar.gz", ""));
    try (Stream<Path> beside = Files.list(archive.getParent())) {
      assertThat(beside).hasSize(2);
    }
  }

  @Test
  void it_draws() throws Exception {
    Path picture = made.resolve("fox.png");

    atelier(Map.of(), "generate", "a red fox", "--size", "1024x1024", "-o", picture.toString())
        .good();

    BufferedImage drawn = ImageIO.read(picture.toFile());
    assertThat(drawn.getWidth()).isEqualTo(1024);
    assertThat(drawn.getHeight()).isEqualTo(1024);
  }

  @Test
  void it_helps_and_gives_the_command_lines_exit_codes() throws Exception {
    assertThat(atelier(Map.of(), "--help").good().output()).contains("serve", "generate", "doctor");
    assertThat(atelier(Map.of(), "generate", "a fox", "--size", "wide").exit()).isIn(2, 3);
  }

  @Test
  void it_serves_until_it_is_told_to_end() throws Exception {
    var builder = new ProcessBuilder(command("serve", "--port", "0", "--data", "data"));
    builder.directory(Files.createDirectory(made.resolve("server")).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(Map.of("ATELIER_ADMIN_KEY", KEY)));
    builder.redirectError(made.resolve("server.log").toFile());
    Process server = builder.start();
    try (BufferedReader lines = server.inputReader();
        var client = HttpClient.newHttpClient()) {
      URI uri = ready(lines);
      var order =
          HttpRequest.newBuilder(uri.resolve("/v1/images/generations"))
              .header("Authorization", "Bearer " + KEY)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a red fox\"}"));

      HttpResponse<String> answer =
          client.send(order.build(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"b64_json\":\"iVBOR");
      assertThat(javaLibraries(server.pid()))
          .as("the JVM is the archive's")
          .isNotEmpty()
          .allMatch(library -> library.startsWith(home.toString()));

      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(SIGTERM_EXIT);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void its_ahead_of_time_cache_serves_wherever_it_was_unpacked() throws Exception {
    var told = Map.of("ATELIER_JAVA_OPTS", "-Xlog:class+load:stdout");
    String cached = "dev.atelier.server.command.Main source: shared objects file";
    assertThat(atelier(told, "--version").good().output()).contains(cached);

    Path other = unpack(Files.createDirectory(made.resolve("other")));
    Files.delete(other.resolve("lib/atelier.aot"));
    assertThat(run(other, told, "--version").good().output())
        .contains("dev.atelier.server.command.Main source: ")
        .doesNotContain(cached);
  }

  @Test
  void it_brings_what_a_machine_of_its_own_needs() {
    for (String file : List.of("systemd/atelier.service", "nginx/atelier.conf")) {
      assertThat(home.resolve("deploy").resolve(file))
          .hasSameTextualContentAs(ScriptRun.ROOT.resolve("deploy").resolve(file));
    }
    assertThat(home.resolve("runtime/bin/jcmd")).isExecutable();
  }

  @Test
  void it_backs_up_and_restores_in_one_file() throws Exception {
    String backup = made.resolve("backup.zip").toString();
    String from = made.resolve("drawn").toString();
    String to = made.resolve("restored").toString();
    atelier(Map.of(), "keys", "create", "one", "--data", from).good();

    atelier(Map.of(), "backup", backup, "--data", from).good();
    atelier(Map.of(), "restore", backup, "--data", to).good();

    assertThat(atelier(Map.of(), "keys", "list", "--json", "--data", to).good().output())
        .isEqualTo(atelier(Map.of(), "keys", "list", "--json", "--data", from).good().output());
  }

  @Test
  void it_names_the_licence_of_everything_in_it() throws Exception {
    String named = Files.readString(home.resolve("THIRD-PARTY.txt"));

    try (Stream<Path> jars = Files.list(home.resolve("lib/app"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString().replace(".jar", "")))
          .isNotEmpty()
          .allMatch(jar -> jar.startsWith("atelier-") || named.contains(jar + " "));
    }
    assertThat(home.resolve("LICENSE")).exists();
    assertThat(home.resolve("NOTICE")).exists();
    assertThat(home.resolve("runtime/legal/java.base")).isDirectory();
    assertThat(home.resolve("licences/EPL-2.0.txt")).content().contains("Eclipse Public License");
  }

  @Test
  void nothing_is_shipped_whose_licence_is_not_known() throws Exception {
    Path libraries = Files.createDirectory(made.resolve("libraries"));
    Files.createFile(libraries.resolve("nobody-knows-1.0.jar"));

    ScriptRun run =
        ScriptRun.of(
            made,
            Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home")),
            List.of(
                ScriptRun.ROOT.resolve("launcher/third-party").toString(),
                libraries.toString(),
                made.toString()));

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.errors()).contains("no licence is known of nobody-knows-1.0");
  }

  private static Path unpack(Path directory) throws IOException, InterruptedException {
    ScriptRun.of(
            directory,
            Map.of("PATH", "/usr/bin:/bin"),
            List.of("tar", "--extract", "--gzip", "--file", archive.toString()))
        .good();
    try (Stream<Path> roots = Files.list(directory)) {
      return roots.toList().getFirst();
    }
  }

  private static ScriptRun atelier(Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    return run(home, more, arguments);
  }

  private static ScriptRun run(Path of, Map<String, String> more, String... arguments)
      throws IOException, InterruptedException {
    return ScriptRun.of(made, environment(more), command(of, arguments));
  }

  private static List<String> command(String... arguments) {
    return command(home, arguments);
  }

  private static List<String> command(Path of, String... arguments) {
    var command = new ArrayList<>(List.of(of.resolve("bin/atelier").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("PATH", programs.toString());
    return environment;
  }

  private static URI ready(BufferedReader lines) throws IOException {
    String begin = "Atelier ready on ";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(begin)) {
        return URI.create(line.substring(begin.length()));
      }
    }
    throw new AssertionError(Files.readString(made.resolve("server.log")));
  }

  /** The files of every JVM library in a process. */
  private static List<String> javaLibraries(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps")).stream()
        .filter(line -> line.matches(".*/lib(jvm|java|net|nio|zip)\\.so"))
        .map(line -> line.substring(line.indexOf('/')))
        .distinct()
        .toList();
  }
}
