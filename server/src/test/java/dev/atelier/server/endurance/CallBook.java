package dev.atelier.server.endurance;

import dev.atelier.provider.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The upstream's own record of what it was asked: a file beside the server, which a killed server
 * cannot take back.
 */
final class CallBook {
  private final FileChannel channel;

  private CallBook(FileChannel channel) {
    this.channel = channel;
  }

  static CallBook at(Path file) throws IOException {
    return new CallBook(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** One line, written before the upstream does anything. */
  synchronized void add(String what, Call call) {
    String line =
        String.join(
                " ",
                what,
                call.attempt().toString(),
                call.job().toString(),
                call.indexes().toString().replace(" ", ""))
            + "\n";
    try {
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the book at {@code file} says. */
  static List<Entry> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Entry::parse).toList();
  }

  /**
   * One line.
   *
   * @param what {@code call}, {@code resume} or {@code made}
   */
  record Entry(String what, String attempt, String job, List<Integer> images) {
    static Entry parse(String line) {
      String[] words = line.split(" ");
      String[] images = words[3].replaceAll("[\\[\\]]", "").split(",");
      return new Entry(
          words[0], words[1], words[2], List.of(images).stream().map(Integer::valueOf).toList());
    }
  }
}
