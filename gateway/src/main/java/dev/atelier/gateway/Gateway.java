package dev.atelier.gateway;

import dev.atelier.gateway.dispatch.CancelJob;
import dev.atelier.gateway.dispatch.WithdrawJob;
import dev.atelier.gateway.gallery.Gallery;
import dev.atelier.gateway.input.MakeThumbnail;
import dev.atelier.gateway.input.ManageArtifacts;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.gateway.input.StoreFiles;
import dev.atelier.gateway.input.StoreUpload;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.query.ChartUsage;
import dev.atelier.gateway.query.ExplainAccounts;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.gateway.query.FindJob;
import dev.atelier.gateway.query.GetBalance;
import dev.atelier.gateway.query.GetUsage;
import dev.atelier.gateway.query.WatchJob;
import dev.atelier.gateway.session.ClientSessions;
import dev.atelier.gateway.submit.QuoteOrder;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.gateway.submit.SubmitJob;
import dev.atelier.metering.limit.Limits;

/** The steps a dialect calls, in the order of a request's way through the house. */
public record Gateway(
    PrepareInputs prepare,
    QuoteOrder quotes,
    SubmitJob submit,
    WatchJob watch,
    CancelJob cancel,
    WithdrawJob withdraw,
    FindJob find,
    ExplainAccounts explain,
    StoreUpload uploads,
    StoreFiles files,
    ManageArtifacts artifacts,
    MakeThumbnail thumbnails,
    Gallery gallery,
    GetBalance balance,
    GetUsage usage,
    ChartUsage charts,
    FindAttempts attempts,
    Limits limits,
    EraseData erase,
    ClientSessions sessions) {

  /**
   * Submits a request and watches its job from before it can start, so that no preview is missed.
   *
   * @throws dev.atelier.image.FaultException as {@link SubmitJob#submit} does
   */
  public WatchJob.Watch submitAndWatch(Submission submission) {
    return watch.from(beforeStart -> submit.submit(submission, beforeStart));
  }
}
