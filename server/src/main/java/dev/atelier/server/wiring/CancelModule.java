package dev.atelier.server.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.gateway.GatewayBuilder;
import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.dispatch.CancelJob;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.privacy.EraseAtEnd;
import dev.atelier.gateway.privacy.Purge;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.gateway.settle.RecordUsage;
import dev.atelier.metering.usage.UsageTables;
import dev.atelier.queue.EraseText;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.server.config.ServerConfig;
import java.time.InstantSource;

/** How a command ends jobs on a data directory: as a server does, with all that an end does. */
public final class CancelModule {
  private CancelModule() {}

  /** Beside a running server, that server hears of it as it renews the job's lease. */
  public static CancelJob beside(ServerConfig config, DatabaseModule rows, InstantSource clock) {
    GatewayBuilder.Privacy privacy = PrivacyModule.texts(PrivacyModule.hash(config));
    var store =
        new JobStore(
            rows.database(),
            rows.queue(),
            "command-" + UuidCreator.getTimeOrderedEpoch(),
            config.queue().lease(),
            new Ids(UuidCreator::getTimeOrderedEpoch));
    var end =
        new EndJob(
            rows.ledger(),
            new RecordUsage(new UsageTables()),
            new Announcements(new JobEvents(), rows.outbox(), GatewayObserver.NONE),
            new EraseAtEnd(
                new EraseText(privacy.hash(), privacy.stateTexts()),
                new Purge(rows.database(), clock)));
    return new CancelJob(store, new RunningCalls(Clocks.system(clock)), end);
  }
}
