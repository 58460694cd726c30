package dev.atelier.gateway;

import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.attempt.AroundCall;
import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.gateway.attempt.CheckDelivery;
import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.attempt.JudgeOutput;
import dev.atelier.gateway.attempt.ProviderCalls;
import dev.atelier.gateway.attempt.RunAttempt;
import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.attempt.SettleAttempt;
import dev.atelier.gateway.attempt.WaitEstimate;
import dev.atelier.gateway.dispatch.Backlog;
import dev.atelier.gateway.dispatch.CancelJob;
import dev.atelier.gateway.dispatch.ClaimJobs;
import dev.atelier.gateway.dispatch.HearOthers;
import dev.atelier.gateway.dispatch.Housekeeping;
import dev.atelier.gateway.dispatch.NodeHeartbeat;
import dev.atelier.gateway.dispatch.RecordWaits;
import dev.atelier.gateway.dispatch.RecoverJobs;
import dev.atelier.gateway.dispatch.RenewLeases;
import dev.atelier.gateway.dispatch.SettleInterrupted;
import dev.atelier.gateway.dispatch.ShareEstimates;
import dev.atelier.gateway.dispatch.SweepExpired;
import dev.atelier.gateway.dispatch.WithdrawJob;
import dev.atelier.gateway.gallery.Gallery;
import dev.atelier.gateway.input.MakeThumbnail;
import dev.atelier.gateway.input.ManageArtifacts;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.gateway.input.StoreFiles;
import dev.atelier.gateway.input.StoreUpload;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.job.RecordedImages;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.order.ResolveOrder;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.privacy.ApplyRetention;
import dev.atelier.gateway.privacy.EraseAtEnd;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.KeyedTextHash;
import dev.atelier.gateway.privacy.Purge;
import dev.atelier.gateway.query.ChartUsage;
import dev.atelier.gateway.query.ExplainAccounts;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.gateway.query.FindJob;
import dev.atelier.gateway.query.GetBalance;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.relay.RelayEvents;
import dev.atelier.gateway.session.ClientSessions;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.gateway.settle.FinishImage;
import dev.atelier.gateway.settle.RecordDifference;
import dev.atelier.gateway.settle.RecordImage;
import dev.atelier.gateway.settle.RecordSpend;
import dev.atelier.gateway.settle.RecordUsage;
import dev.atelier.gateway.submit.ModerateRequest;
import dev.atelier.gateway.submit.SubmitJob;
import dev.atelier.gateway.submit.SubmitSteps;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.limit.Limits;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.metering.usage.UsageTables;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.UpstreamPrices;
import dev.atelier.queue.EraseJobs;
import dev.atelier.queue.EraseText;
import dev.atelier.queue.TextHash;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.DerivedKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Puts the gateway's steps together, each with the few things that it uses. */
public final class GatewayBuilder {
  private final JobStore store;
  private final Announcements announcements;
  private final AdmissionGate gate;
  private final GatewaySettings settings;
  private final Clocks clocks;
  private final Backlog backlog;
  private final WaitEstimate estimate = new WaitEstimate();
  private Idempotency idempotency;
  private final UsageTables sums = new UsageTables();
  private final RecordUsage usage = new RecordUsage(sums);
  private final RunningCalls running;
  private final Purge purge;
  private final RecordedImages recorded = new RecordedImages();
  private AroundCall around = AroundCall.NONE;
  private String version = "";
  private Privacy privacy =
      Privacy.of(new KeyedTextHash(List.of(new DerivedKey("", new byte[32]))));

  public GatewayBuilder(
      JobStore store,
      Announcements announcements,
      AdmissionGate gate,
      GatewaySettings settings,
      Clocks clocks) {
    this.store = store;
    this.announcements = announcements;
    this.gate = gate;
    this.settings = settings;
    this.clocks = clocks;
    this.running = new RunningCalls(clocks);
    this.backlog = new Backlog(store.database().notices());
    this.purge = new Purge(store.database(), clocks.wall());
    this.idempotency = new Idempotency(privacy.hash());
  }

  /**
   * How customers' texts are taken out of rows.
   *
   * @param stateTexts by dialect, the members of its state that hold the customer's words
   */
  public record Privacy(TextHash hash, Map<String, Set<String>> stateTexts) {
    /** Where no dialect has any. */
    public static Privacy of(TextHash hash) {
      return new Privacy(hash, Map.of());
    }
  }

  /** Has texts hashed by a secret of this server, and looks into the states of dialects. */
  public GatewayBuilder with(Privacy other) {
    privacy = other;
    idempotency = new Idempotency(other.hash());
    return this;
  }

  /** Has each call to an upstream made in these surroundings. */
  public GatewayBuilder with(AroundCall other) {
    around = other;
    return this;
  }

  /** Has the list of nodes say that this is the version of the program. */
  public GatewayBuilder ofVersion(String other) {
    version = other;
    return this;
  }

  /** Who may order what, and what it costs. */
  public record Trade(
      Catalog catalog,
      PriceBook prices,
      SignedQuotes quotes,
      Ledger ledger,
      Limits limits,
      Moderation moderation) {}

  /** Who makes images: the accounts, and the threads that call them. */
  public record Makers(AccountPool accounts, Executor workers) {}

  /** Where images lie, and how they are read and repaired. */
  public record Images(ArtifactStore artifacts, Transcoder transcoder, PrepareInputs prepare) {}

  /** The gateway at work over these. */
  public GatewayRuntime build(Trade trade, Makers makers, Images images) {
    var quote = new QuoteJob(trade.catalog(), makers.accounts(), trade.prices());
    var eraseText = new EraseText(privacy.hash(), privacy.stateTexts());
    var end = new EndJob(trade.ledger(), usage, announcements, new EraseAtEnd(eraseText, purge));
    var spend =
        new RecordSpend(
            quote,
            UpstreamPrices.of(trade.catalog()),
            makers.accounts(),
            trade.ledger(),
            usage,
            announcements.observer());
    RunJobs run = runJobs(quote, end, spend, trade, makers, images);
    var claims = new ClaimJobs(store, makers.accounts(), run, gate, backlog, clocks);
    var interrupted =
        new SettleInterrupted(
            store,
            new JobNeeds(store.queue()),
            spend,
            end,
            settings.attempts().retry(),
            backlog,
            clocks);
    var recover = new RecoverJobs(store, makers.accounts(), interrupted, spend, run, clocks);
    var cancel = new CancelJob(store, running, end);
    var eraseJobs = new EraseJobs(privacy.hash());
    var erase =
        new EraseData(
            store.database(),
            eraseJobs,
            cancel::cancel,
            images.artifacts()::sweep,
            purge,
            settings.attempts().callMax(),
            clocks);
    var sweep =
        new SweepExpired(
            store,
            idempotency,
            announcements.outbox(),
            images.artifacts(),
            settings.retention(),
            sums,
            new SweepExpired.Privacy(
                new ApplyRetention(
                    store.database(),
                    store.queue(),
                    eraseText,
                    eraseJobs,
                    settings.retention(),
                    purge),
                erase,
                purge));
    return new GatewayRuntime(
        gateway(quote, claims, run, cancel, erase, trade, makers, images),
        new GatewayRuntime.Work(
            claims,
            new RenewLeases(
                store,
                running,
                new NodeHeartbeat(
                    store, version, run::active, gate::draining, new ShareEstimates(estimate))),
            recover,
            new Housekeeping(
                store,
                running,
                recover,
                end,
                sweep,
                new RecordWaits(store, makers.accounts(), backlog),
                clocks),
            run,
            running,
            new HearOthers(store.database().notices(), claims, running),
            new RelayEvents(
                store, announcements.events(), images.artifacts(), GatewayRuntime.relayThreads())),
        gate,
        settings.renewEvery(),
        clocks);
  }

  private RunJobs runJobs(
      QuoteJob quote, EndJob end, RecordSpend spend, Trade trade, Makers makers, Images images) {
    AttemptSettings attempts = settings.attempts();
    var differences = new RecordDifference(store.queue(), announcements.observer());
    var finish =
        new FinishImage(
            store.queue(),
            new RecordImage(images.artifacts(), settings.retention(), recorded),
            quote,
            trade.ledger(),
            announcements,
            differences,
            usage);
    var settle =
        new SettleAttempt(
            store,
            finish,
            spend,
            differences,
            end,
            attempts,
            new SettleAttempt.Retrying(settings.commitRetry(), backlog::grew),
            clocks);
    var attempt =
        new RunAttempt(
            new ProviderCalls(images.artifacts()),
            new CheckDelivery(
                images.artifacts(),
                images.transcoder(),
                trade.catalog(),
                attempts.delivery(),
                new JudgeOutput(trade.moderation(), announcements.observer())),
            settle,
            images.artifacts(),
            announcements,
            running,
            new RunAttempt.Timing(clocks, attempts, gate::draining),
            around);
    return new RunJobs(
        attempt,
        settle,
        store,
        makers.accounts(),
        announcements,
        makers.workers(),
        new RunJobs.Pace(clocks, attempts, estimate, contention()));
  }

  private RunJobs.Contention contention() {
    return new RunJobs.Contention() {
      @Override
      public boolean stopping() {
        return gate.draining();
      }

      @Override
      public boolean othersWait() {
        return backlog.any();
      }
    };
  }

  private Gateway gateway(
      QuoteJob quote,
      ClaimJobs claims,
      RunJobs run,
      CancelJob cancel,
      EraseData erase,
      Trade trade,
      Makers makers,
      Images images) {
    var database = store.database();
    var find =
        new FindJob(store, idempotency, trade.ledger(), images.artifacts(), makers.accounts());
    var attempts =
        new FindAttempts(
            database, store.queue(), trade.ledger(), () -> makers.accounts().accounts());
    var uploads =
        new StoreUpload(database, images.artifacts(), gate, images.prepare(), clocks.wall());
    SubmitSteps.WaysIn entry =
        entry(quote, new SubmitJob.Slots(makers.accounts(), claims, run), trade, images);
    return new Gateway(
        images.prepare(),
        entry.quotes(),
        entry.submit(),
        new WatchJob(store, announcements.events(), recorded, find),
        cancel,
        new WithdrawJob(store, cancel, images.artifacts()),
        find,
        new ExplainAccounts(store, makers.accounts(), attempts),
        uploads,
        new StoreFiles(database, images.artifacts(), uploads),
        new ManageArtifacts(database, images.artifacts(), clocks.wall()),
        new MakeThumbnail(images.artifacts(), images.transcoder()),
        Gallery.of(store, images.artifacts(), clocks.wall()),
        new GetBalance(database, trade.ledger()),
        new GetUsage(database, sums.days(), clocks.wall()),
        new ChartUsage(database, sums, clocks.wall()),
        attempts,
        trade.limits(),
        erase,
        new ClientSessions(store, gate::draining, clocks));
  }

  private SubmitSteps.WaysIn entry(
      QuoteJob quote, SubmitJob.Slots slots, Trade trade, Images images) {
    var steps =
        new SubmitSteps(
            store,
            idempotency,
            announcements,
            trade.ledger(),
            quote,
            trade.quotes(),
            estimate,
            clocks);
    return steps.build(
        new ResolveOrder(trade.catalog()),
        new ModerateRequest(trade.moderation(), images.artifacts(), announcements.observer()),
        gate,
        slots,
        new SubmitSteps.Admission(
            trade.limits(), settings.retention(), settings.startWithin(), settings.syncWaitMax()));
  }
}
