package dev.atelier.server.cluster;

import dev.atelier.server.endurance.Answer;
import dev.atelier.server.endurance.RawHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Sends a request to one node after another until one answers it: a broken line, 503, 429 and 409
 * are reasons to ask again, and counted.
 */
final class ClusterCaller {
  private static final int PAUSE_MILLIS = 100;
  private static final long PATIENCE_NANOS = 240_000_000_000L;

  private final List<ClusterNode> nodes;
  private final RandomGenerator random;
  private final Counts counts;

  ClusterCaller(List<ClusterNode> nodes, RandomGenerator random, Counts counts) {
    this.nodes = List.copyOf(nodes);
    this.random = random;
    this.counts = counts;
  }

  ClusterNode anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** The first answer that is final. */
  Answer ask(Request request) throws InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PATIENCE_NANOS) {
      ClusterNode node = anyNode();
      try {
        Answer answer = request.of(node.http());
        if (!counts.again(node, answer)) {
          return answer;
        }
      } catch (IOException e) {
        counts.broken(node, e);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError("no node gave a final answer");
  }

  /** One request to a node. */
  @FunctionalInterface
  interface Request {
    Answer of(RawHttp http) throws IOException;
  }

  /** What happened to requests before their final answers. */
  static final class Counts {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();

    /** 503 and closed sockets of nodes that nobody told to stop. */
    final AtomicInteger unasked = new AtomicInteger();

    final AtomicInteger busy = new AtomicInteger();
    final Queue<String> breaks = new ConcurrentLinkedQueue<>();
    final Queue<String> strange = new ConcurrentLinkedQueue<>();

    /** Whether the request is to be sent again after this answer. */
    boolean again(ClusterNode node, Answer answer) {
      answered.incrementAndGet();
      if (answer.status() == 503) {
        unavailable(node, answer);
        return true;
      }
      if (answer.status() == 429 || answer.status() == 409) {
        busy.incrementAndGet();
        return true;
      }
      return false;
    }

    /** The same of what a socket says, where nothing tells when to come again. */
    boolean again(ClusterNode node, String said) {
      answered.incrementAndGet();
      if (said.contains("\"code\":\"serviceUnavailable\"")) {
        unavailable(node);
        return true;
      }
      return false;
    }

    private void unavailable(ClusterNode node) {
      unavailable.incrementAndGet();
      if (!node.draining()) {
        unasked.incrementAndGet();
      }
    }

    private void unavailable(ClusterNode node, Answer answer) {
      unavailable(node);
      if (answer.header("retry-after").isEmpty()) {
        strange.add(node + " gave no Retry-After: " + answer);
      }
    }

    void broken(ClusterNode node, IOException how) {
      if (how instanceof ConnectException || how.getCause() instanceof ConnectException) {
        refused.incrementAndGet();
      } else if (how.getCause() instanceof WebSocketHandshakeException refusal
          && refusal.getResponse().statusCode() == 503) {
        unavailable.incrementAndGet();
      } else if (how instanceof ClusterSocket.GoneAwayException) {
        unavailable(node);
      } else {
        broken(node + ": " + how);
      }
    }

    void broken(String how) {
      broken.incrementAndGet();
      if (breaks.size() < 100) {
        breaks.add(how);
      }
    }

    @Override
    public String toString() {
      return "%d answers, of these %d 503 and %d 429 or 409; %d refused, %d broken"
          .formatted(answered.get(), unavailable.get(), busy.get(), refused.get(), broken.get());
    }
  }
}
