package dev.atelier.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells about processes in {@code /proc}: processor time in seconds, memory in MB. */
final class Proc {
  private static final double TICKS = 100;
  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /** User and system time of a process and all below it, ended children included, so far. */
  static double cpuSeconds(ProcessHandle process) throws IOException {
    double sum = 0;
    for (ProcessHandle one : tree(process)) {
      sum += cpuTicks(one.pid()) / TICKS;
    }
    return sum;
  }

  /** Time that all processors were busy, so far, whoever used it. */
  static double busySeconds() throws IOException {
    String[] words = Files.readAllLines(ROOT.resolve("stat")).getFirst().trim().split("\\s+");
    long ticks = 0;
    for (int column : new int[] {1, 2, 3, 6, 7}) { // user nice system - - irq softirq
      ticks += Long.parseLong(words[column]);
    }
    return ticks / TICKS;
  }

  /** Begins a new peak of memory for a process and all below it. */
  static void clearPeak(ProcessHandle process) throws IOException {
    for (ProcessHandle one : tree(process)) {
      Files.writeString(ROOT.resolve(one.pid() + "/clear_refs"), "5");
    }
  }

  /** The most resident memory since {@link #clearPeak}. */
  static double peakMegabytes(ProcessHandle process) throws IOException {
    double sum = 0;
    for (ProcessHandle one : tree(process)) {
      for (String line : Files.readAllLines(ROOT.resolve(one.pid() + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          sum += Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    }
    return sum;
  }

  private static List<ProcessHandle> tree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static long cpuTicks(long pid) throws IOException {
    try {
      String stat = Files.readString(ROOT.resolve(pid + "/stat"));
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int column = 11; column < 15; column++) { // own user and system, those of ended children
        ticks += Long.parseLong(words[column]);
      }
      return ticks;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }
}
