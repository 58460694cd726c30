package dev.atelier.examples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that is on this machine, or that is fetched from Debian into the build directory, with
 * what it needs. Nothing is installed.
 *
 * @param libraries directories of shared libraries that it needs beside the system's
 */
record DebianProgram(Path file, List<Path> libraries) {
  private static final Path FETCHED = Path.of("target", "debian").toAbsolutePath();
  private static final int FETCH_SECONDS_MAX = 300;

  /**
   * @param debianPackage which has it
   * @param names what it may be called
   */
  static DebianProgram orSkip(String debianPackage, String... names) throws Exception {
    for (String name : names) {
      Optional<Path> here = ProgramRun.find(name);
      if (here.isPresent()) {
        return new DebianProgram(here.get(), List.of());
      }
    }
    Path root = FETCHED.resolve(debianPackage);
    if (!Files.isDirectory(root) && !fetch(debianPackage, root)) {
      ProgramRun.skip(
          "%s is not on this machine and could not be fetched as the Debian package %s"
              .formatted(String.join(" or ", names), debianPackage));
    }
    for (String name : names) {
      for (String place : new String[] {"usr/lib/" + name, "usr/sbin", "usr/bin"}) {
        Path file = root.resolve(place).resolve(name);
        if (Files.isExecutable(file)) {
          return new DebianProgram(file, libraries(root));
        }
      }
    }
    throw new IllegalStateException("no " + names[0] + " in " + root);
  }

  ProcessBuilder with(List<String> arguments) {
    var command = new ArrayList<String>(List.of(file.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    if (!libraries.isEmpty()) {
      String path =
          String.join(File.pathSeparator, libraries.stream().map(Path::toString).toList());
      builder.environment().putAll(Map.of("LD_LIBRARY_PATH", path));
    }
    return builder;
  }

  /** Whether the package and all that it needs were unpacked. */
  private static boolean fetch(String debianPackage, Path root) throws Exception {
    Path work = Files.createDirectories(FETCHED.resolve(debianPackage + ".work"));
    Files.createDirectories(work.resolve("archives/partial"));
    Files.createDirectories(work.resolve("lists/partial"));
    List<String> ownLists = List.of("-o", "Dir::State::lists=" + work.resolve("lists"));
    boolean here =
        download(work, List.of(), debianPackage)
            || (run(apt(work, ownLists, "update")) && download(work, ownLists, debianPackage));
    Path unpacked = Files.createDirectories(work.resolve("root"));
    List<Path> archives = list(work.resolve("archives"), ".deb");
    for (Path archive : here ? archives : List.<Path>of()) {
      here = here && run(List.of("dpkg-deb", "-x", archive.toString(), unpacked.toString()));
    }
    if (here && !archives.isEmpty()) {
      Files.move(unpacked, root);
    }
    return Files.isDirectory(root);
  }

  private static boolean download(Path work, List<String> options, String debianPackage)
      throws Exception {
    return run(
        apt(
            work,
            options,
            "install",
            "--yes",
            "--no-install-recommends",
            "--download-only",
            debianPackage));
  }

  private static List<String> apt(Path work, List<String> options, String... arguments) {
    var command =
        new ArrayList<String>(
            List.of(
                "apt-get",
                "-qq",
                "-o",
                "Debug::NoLocking=1",
                "-o",
                "Dir::Cache=" + work,
                "-o",
                "Dir::Cache::archives=" + work.resolve("archives")));
    command.addAll(options);
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean run(List<String> command) throws Exception {
    try {
      var builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      boolean ended = process.waitFor(FETCH_SECONDS_MAX, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no Debian
    }
  }

  private static List<Path> libraries(Path root) throws IOException {
    Path all = root.resolve("usr/lib");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(all)) {
      return files
          .filter(file -> file.toString().contains(".so"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }

  private static List<Path> list(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
