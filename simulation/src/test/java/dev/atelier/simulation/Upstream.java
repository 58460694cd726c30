package dev.atelier.simulation;

import dev.atelier.image.AttemptId;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.Usage;
import dev.atelier.provider.Call;
import dev.atelier.simulation.Books.Attempt;
import dev.atelier.simulation.Books.JobBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The other side's own truth: which calls it received and what it bills for them. */
final class Upstream {
  private final World world;
  private final Map<String, Receipt> receipts = new LinkedHashMap<>();

  Upstream(World world) {
    this.world = world;
  }

  /**
   * A call is about to be made.
   *
   * @throws Violation if its intent is not on disk
   */
  void requireIntent(Call call) {
    JobBook job = world.guard().books().jobs().get(call.job().toString());
    Attempt intent = job == null ? null : job.attempts().get(call.attempt().toString());
    if (intent == null
        || !intent.images().equals(call.indexes())
        || !intent.account().equals(call.account().id().toString())) {
      throw new Violation(
          Promise.SPEND_NAMED, "the call " + call.attempt() + " left before its intent: " + job);
    }
  }

  /**
   * A call arrives.
   *
   * @throws Violation if it came before
   */
  Receipt receive(Kind kind, Call call) {
    var receipt = new Receipt(kind, call);
    if (receipts.put(receipt.attempt(), receipt) != null) {
      throw new Violation(Promise.SPEND_NAMED, "the call " + call.attempt() + " was sent twice");
    }
    return receipt;
  }

  boolean knows(String remoteId) {
    return receipts.values().stream().anyMatch(receipt -> receipt.remoteId().equals(remoteId));
  }

  /** The call that was given this id. */
  Receipt find(String remoteId) {
    return receipts.values().stream()
        .filter(receipt -> receipt.remoteId().equals(remoteId))
        .findFirst()
        .orElseThrow(
            () -> new Violation(Promise.SPEND_NAMED, "no call has the remote id " + remoteId));
  }

  /**
   * Makes pictures, and bills them.
   *
   * @throws Violation if they were billed before and nobody said that they may have been, or that
   *     they were wrong
   */
  void bill(Receipt receipt, Collection<Integer> images) {
    if (receipt.kind().free()) {
      return;
    }
    receipt.billed().addAll(images);
    images.forEach(image -> requireNamed(receipt.job(), image));
  }

  /** Every call that it billed. */
  List<Receipt> billed() {
    return receipts.values().stream().filter(receipt -> !receipt.billed().isEmpty()).toList();
  }

  /** A picture is billed once, but for attempts that are known to be unknown or wrong. */
  void requireNamed(String job, int image) {
    JobBook book = world.guard().books().jobs().get(job);
    var bills = new ArrayList<String>();
    int known = 0;
    int wrongs = 0;
    for (Receipt receipt : receipts.values()) {
      if (receipt.job().equals(job) && receipt.billed().contains(image)) {
        Attempt attempt = book == null ? null : book.attempts().get(receipt.attempt());
        boolean unknown = attempt != null && attempt.ended("unknown");
        boolean wrong = attempt != null && attempt.wrong().contains(image);
        wrongs += wrong ? 1 : 0;
        known += unknown || wrong ? 0 : 1;
        bills.add(receipt.attempt() + (unknown ? " (unknown)" : wrong ? " (wrong)" : ""));
      }
    }
    if (known > 1 || (bills.size() - wrongs > 1 && !world.settings().repeatUnknown())) {
      throw new Violation(
          Promise.SPEND_NAMED, "image " + image + " was billed by " + bills + "\n" + book);
    }
    if (bills.size() - wrongs > 1) {
      world.saw(Happening.REPEATED_AFTER_UNKNOWN);
    }
    if (wrongs > 0 && bills.size() > 1) {
      world.saw(Happening.ORDERED_AGAIN);
    }
  }

  /** One call as it was received; {@code billed} grows. */
  record Receipt(Kind kind, Call call, Set<Integer> billed) {
    Receipt(Kind kind, Call call) {
      this(kind, call, new TreeSet<>());
    }

    String attempt() {
      return call.attempt().toString();
    }

    String job() {
      return call.job().toString();
    }

    /** What it asks for one picture: the catalogue's price of a picture without previews. */
    long unitMicros() {
      var request = call.request();
      var model = World.CATALOG.find(request.order().model()).orElseThrow();
      var size = ((SizeChoice.Exact) request.order().output().size()).size();
      return model
          .prices()
          .micros(
              new Usage(
                  model.tokens().prompt(request.order().prompt()),
                  0,
                  model.tokens().output(size, request.order().output().quality())));
    }

    String remoteId() {
      return remoteId(call.attempt());
    }

    static String remoteId(AttemptId attempt) {
      return "remote-" + attempt;
    }
  }
}
