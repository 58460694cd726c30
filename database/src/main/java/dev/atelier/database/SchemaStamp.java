package dev.atelier.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A number in the header of a SQLite file that tells whether these very migrations were the last to
 * be applied, so that a start over a current schema need not load what applies them.
 */
record SchemaStamp(int value) {

  /** Of the names and bytes of all migrations in {@code locations}, folders of the class path. */
  static SchemaStamp of(List<String> locations) {
    var sum = new CRC32();
    try {
      for (String location : locations) {
        String folder = location.replace("classpath:", "");
        for (String script : scripts(folder)) {
          sum.update(script.getBytes(UTF_8));
          sum.update(bytes(folder + "/" + script));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new SchemaStamp((int) sum.getValue());
  }

  /** Whether the database bears this stamp. */
  boolean on(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() && row.getInt(1) == value;
    }
  }

  void put(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = " + value);
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = loader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("missing migration " + resource);
      }
      return in.readAllBytes();
    }
  }

  /** The file names in a folder, wherever on the class path it lies. */
  private static List<String> scripts(String folder) throws IOException {
    var names = new ArrayList<String>();
    for (URL place : Collections.list(loader().getResources(folder))) {
      names.addAll(
          place.openConnection() instanceof JarURLConnection jar
              ? inJar(jar, folder + "/")
              : inDirectory(place));
    }
    List<String> scripts = names.stream().filter(name -> name.endsWith(".sql")).sorted().toList();
    if (scripts.isEmpty()) {
      throw new IllegalStateException("no migrations in " + folder);
    }
    return scripts;
  }

  private static List<String> inJar(JarURLConnection jar, String prefix) throws IOException {
    return jar.getJarFile().stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  private static List<String> inDirectory(URL directory) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(URI.create(directory.toString())))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static ClassLoader loader() {
    return SchemaStamp.class.getClassLoader();
  }
}
