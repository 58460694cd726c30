package dev.atelier.api.runware;

import dev.atelier.api.read.Strictness;
import dev.atelier.http.server.SocketLimits;
import java.time.Duration;

/**
 * How the Runware dialect behaves.
 *
 * @param imageBodyBytesMax largest body of a call that shows its key in a header
 * @param tasksMax tasks of one array
 * @param callMax how long a call waits for its images before it is told to ask again
 * @param socket what is taken from WebSocket clients
 * @param socketTasksMax tasks in progress on one connection
 * @param resumeWithin how long what could not be told waits for its client to come back
 * @param strictness how far requests are understood beyond what the vendor documents
 */
public record RunwareSettings(
    long imageBodyBytesMax,
    int tasksMax,
    Duration callMax,
    SocketLimits socket,
    int socketTasksMax,
    Duration resumeWithin,
    Strictness strictness) {
  public static final RunwareSettings DEFAULT =
      new RunwareSettings(
          384L << 20,
          100,
          Duration.ofSeconds(280),
          SocketLimits.DEFAULT,
          1000,
          Duration.ofSeconds(120));

  /** One that is not strict. */
  public RunwareSettings(
      long imageBodyBytesMax,
      int tasksMax,
      Duration callMax,
      SocketLimits socket,
      int socketTasksMax,
      Duration resumeWithin) {
    this(
        imageBodyBytesMax,
        tasksMax,
        callMax,
        socket,
        socketTasksMax,
        resumeWithin,
        Strictness.LENIENT);
  }

  public RunwareSettings {
    if (imageBodyBytesMax < 1 || tasksMax < 1 || socketTasksMax < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (!callMax.isPositive() || !resumeWithin.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  /** The same with another strictness. */
  public RunwareSettings with(Strictness other) {
    return new RunwareSettings(
        imageBodyBytesMax, tasksMax, callMax, socket, socketTasksMax, resumeWithin, other);
  }
}
