package dev.atelier.server.cluster;

import dev.atelier.server.endurance.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A client that wants its pictures whatever happens: it orders at any node, orders again under the
 * same key at another, asks any node how it stands, and decodes what it is given.
 */
final class ClusterClient {
  private static final int POLL_MILLIS = 250;
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  /** What every API says of a call that was cut off and cannot be asked about. */
  private static final String UNKNOWN = "did not say whether it made the image";

  private final ClusterCaller caller;
  private final ClusterCaller.Counts counts;
  private final HttpClient sockets;

  ClusterClient(ClusterCaller caller, ClusterCaller.Counts counts, HttpClient sockets) {
    this.caller = caller;
    this.counts = counts;
    this.sockets = sockets;
  }

  /** Returns when the order has ended. */
  ClusterOutcome run(ClusterOrder order) throws Exception {
    long begun = System.nanoTime();
    String said = order.api().polled() ? polled(order) : waited(order, begun);
    SentPictures sent = SentPictures.in(said);
    var hashes = new ArrayList<String>();
    for (String inline : sent.inline()) {
      hashes.add(picture(order, Base64.getDecoder().decode(inline)));
    }
    for (String link : sent.links()) {
      Answer file = caller.ask(http -> http.get(link));
      if (file.status() == 200) {
        hashes.add(picture(order, file.body()));
      } else {
        counts.strange.add(order + ": " + link + " answered " + file);
      }
    }
    long millis = (System.nanoTime() - begun) / 1_000_000;
    return new ClusterOutcome(order, hashes, sent.links(), said, millis);
  }

  private String polled(ClusterOrder order) throws InterruptedException {
    ClusterApi api = order.api();
    Answer accepted =
        caller.ask(http -> http.post(api.submit(order), api.order(order), key(order)));
    if (accepted.status() != 200 && accepted.status() != 202) {
      counts.strange.add(order + " was answered " + accepted);
      return accepted.text();
    }
    String job = accepted.header("x-atelier-job").orElseThrow();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PATIENCE_NANOS) {
      Answer told = caller.ask(http -> http.get(api.poll(order, job)));
      if (told.status() >= 400) {
        counts.strange.add(order + " is forgotten: " + told);
        return told.text();
      }
      if (api.ended(told.text())) {
        return api.succeeded(told.text())
            ? caller.ask(http -> http.get(api.result(order, job))).text()
            : told.text();
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new AssertionError(order + " never ended");
  }

  private String waited(ClusterOrder order, long begun) throws InterruptedException {
    String said = "";
    while (System.nanoTime() - begun < PATIENCE_NANOS) {
      said = order.api() == ClusterApi.RUNWARE_SOCKET ? overSocket(order) : overHttp(order);
      if (SentPictures.in(said).size() == order.count() || said.contains(UNKNOWN)) {
        return said;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new AssertionError(order + " never ended: " + said);
  }

  private String overHttp(ClusterOrder order) throws InterruptedException {
    ClusterApi api = order.api();
    Answer answer = caller.ask(http -> http.post(api.submit(order), api.order(order), key(order)));
    String said = answer.text();
    if (SentPictures.in(said).size() != order.count() && !said.contains(UNKNOWN)) {
      counts.broken(order + " was answered " + answer);
    }
    return said;
  }

  private String overSocket(ClusterOrder order) throws InterruptedException {
    ClusterNode node = caller.anyNode();
    try {
      String said =
          ClusterSocket.exchange(
              sockets, node.process().uri(), order.api().order(order), order.count());
      if (counts.again(node, said)) {
        return "";
      }
      if (SentPictures.in(said).size() != order.count() && !said.contains(UNKNOWN)) {
        counts.broken(order + " was answered " + said);
      }
      return said;
    } catch (IOException e) {
      counts.broken(node, e);
      return "";
    }
  }

  private static Map<String, String> key(ClusterOrder order) {
    return Map.of("Idempotency-Key", order.name());
  }

  private String picture(ClusterOrder order, byte[] bytes) throws NoSuchAlgorithmException {
    if (!decodes(bytes)) {
      counts.strange.add(order + " was sent " + bytes.length + " bytes that are no picture");
    }
    return sha256(bytes);
  }

  static boolean decodes(byte[] bytes) {
    try (var in = new ByteArrayInputStream(bytes)) {
      return ImageIO.read(in) != null;
    } catch (IOException e) {
      return false;
    }
  }

  static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** Every link at every node. */
  static List<String> wrongLinks(List<ClusterNode> nodes, List<ClusterOutcome> outcomes)
      throws Exception {
    var wrong = new ArrayList<String>();
    for (ClusterOutcome outcome : outcomes) {
      for (String link : outcome.links()) {
        for (ClusterNode node : nodes) {
          Answer file = node.http().get(link);
          if (file.status() != 200 || !outcome.hashes().contains(sha256(file.body()))) {
            wrong.add(node + " gives for " + link + " of " + outcome.order() + ": " + file);
          }
        }
      }
    }
    return wrong;
  }
}
