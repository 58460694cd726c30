package dev.atelier.simulation;

import dev.atelier.catalog.price.PriceList;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.ledger.Payments;
import dev.atelier.metering.ledger.Payments.Posted;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.simulation.Books.JobBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Moves money and changes prices while orders come in, and repeats itself when in doubt. */
final class Operator {
  private static final Payments.Act WHO =
      new Payments.Act(new KeyId("key_operator"), Optional.empty());

  private final World world;
  private final List<Act> acts = new ArrayList<>();
  private int lists;

  Operator(World world) {
    this.world = world;
  }

  /** Pays in, gives, corrects or gives back. */
  void moveMoney(Node node) {
    Act act = acts.isEmpty() || world.random().nextInt(3) > 0 ? drawn() : world.any(acts);
    acts.add(act);
    world.trace().say(node, "is told to", act);
    Posted posted =
        world
            .database(node)
            .write(tx -> {
              var payments = new Payments(node.clock());
              return switch (act) {
                case TopUp(var tenant, var id, var micros) ->
                    payments.topUp(tx, tenant, id, micros, WHO);
                case Credit(var tenant, var id, var micros) ->
                    payments.credit(tx, tenant, id, micros, WHO);
                case Adjust(var tenant, var id, var micros) ->
                    payments.adjust(tx, tenant, id, micros, WHO);
                case Refund(var tenant, var job, var image) ->
                    payments.refund(tx, tenant, job, image, OptionalLong.empty(), WHO);
              };
            });
    world.trace().say(node, "says", posted);
    switch (posted) {
      case Posted.Done _ ->
          world.saw(act instanceof Refund ? Happening.REFUNDED : Happening.MONEY_MOVED);
      case Posted.Repeated _ -> world.saw(Happening.ACT_REPEATED);
      case Posted.Refused _ -> world.saw(Happening.ACT_REFUSED);
    }
  }

  /** From now on images are sold by the image, by the token, or not at all. */
  void changePrices(Node node) {
    lists++;
    PriceBook book = node.prices();
    String document = document();
    PriceList list = book.read(document);
    world.trace().say(node, "sells by", document);
    if (world.database(node).write(tx -> book.add(tx, list, document))) {
      world.saw(Happening.PRICES_CHANGED);
    }
  }

  private String document() {
    String price =
        switch (world.random().nextInt(5)) {
          case 0 -> "\"usdPerImage\": [{\"longEdgeMax\": 8, \"usd\": \"0.01\"}]";
          case 1, 2 ->
              "\"usdPerImage\": [{\"usd\": \"0.0%d\"}]".formatted(1 + world.random().nextInt(9));
          default ->
              "\"usdPerMillionTokens\": {\"textIn\": \"5\", \"imageOut\": \"%d\"}"
                  .formatted(10 + world.random().nextInt(50));
        };
    return "{\"id\": \"list-%d\", \"from\": \"%s\", \"prices\": [{\"model\": \"tiny\", %s}]}"
        .formatted(lists, world.clock().instant(), price);
  }

  private Act drawn() {
    TenantId tenant = Customers.any(world.random());
    long micros = 1L + world.random().nextInt(60_000);
    return switch (world.random().nextInt(6)) {
      case 0 -> new TopUp(tenant, world.nextId(), micros);
      case 1 -> new Credit(tenant, world.nextId(), micros);
      case 2 ->
          new Adjust(tenant, world.nextId(), world.random().nextBoolean() ? micros : -5 * micros);
      default -> refund().orElseGet(() -> new TopUp(tenant, world.nextId(), micros));
    };
  }

  private Optional<Act> refund() {
    List<Refund> charged =
        world.guard().books().jobs().values().stream()
            .flatMap(job -> job.images().keySet().stream().map(image -> Map.entry(job, image)))
            .filter(one -> one.getKey().charged(one.getValue()).isPresent())
            .map(one -> refund(one.getKey(), one.getValue()))
            .toList();
    return charged.isEmpty() ? Optional.empty() : Optional.of(world.any(charged));
  }

  private static Refund refund(JobBook job, int image) {
    return new Refund(new TenantId(job.head().tenant()), JobId.parse(job.head().id()), image);
  }

  /** Something that is to be done once. */
  private sealed interface Act {}

  private record TopUp(TenantId tenant, UUID id, long micros) implements Act {}

  private record Credit(TenantId tenant, UUID id, long micros) implements Act {}

  private record Adjust(TenantId tenant, UUID id, long micros) implements Act {}

  private record Refund(TenantId tenant, JobId job, int image) implements Act {}
}
