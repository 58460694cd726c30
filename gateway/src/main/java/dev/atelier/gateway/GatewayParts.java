package dev.atelier.gateway;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.Ledger;
import dev.atelier.metering.Limits;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.Idempotency;
import dev.atelier.queue.JobEvents;
import dev.atelier.queue.JobQueue;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.webhook.Outbox;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What the steps share.
 *
 * @param node this process's name in leases; another one after every start
 */
public record GatewayParts(
    Database database,
    JobQueue queue,
    Idempotency idempotency,
    JobEvents events,
    Ledger ledger,
    Limits limits,
    Outbox outbox,
    Catalog catalog,
    AccountPool accounts,
    ArtifactStore artifacts,
    Transcoder transcoder,
    Moderation moderation,
    AdmissionGate admissionGate,
    GatewayObserver observer,
    GatewaySettings settings,
    Ids ids,
    String node,
    InstantSource clock) {

  Instant leaseUntil(Instant now) {
    return now.plus(settings.leaseFor());
  }
}
