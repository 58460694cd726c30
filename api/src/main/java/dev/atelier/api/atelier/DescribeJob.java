package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.query.Explanation;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.Job;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Reads whatever the object of a job holds, and writes it. */
final class DescribeJob {
  private final Gateway gateway;
  private final FileLinks links;
  private final JobJson json;
  private final JobTag tags;

  DescribeJob(Gateway gateway, FileLinks links) {
    this.gateway = gateway;
    this.links = links;
    this.json = new JobJson(links);
    this.tags = new JobTag(links);
  }

  /** With links that begin as this request came in. */
  ObjectNode of(Exchange exchange, Job job) {
    return json.write(gateway.find().detail(job), links.base(exchange));
  }

  /** With links that begin as the job's own request came in. */
  ObjectNode of(JobDetail detail) {
    return json.write(detail, detail.job().origin().base());
  }

  /**
   * Answers 304 where the client has the job as it stands. What an operator sees beside it changes
   * without it, and has no tag.
   */
  boolean known(Exchange exchange, Principal principal, JobDetail detail) throws IOException {
    return !principal.scopes().contains(Scope.ADMIN)
        && exchange.unchanged(tags.of(detail, links.base(exchange)));
  }

  /** With the calls that were made for it, if the caller may see them. */
  ObjectNode full(Exchange exchange, Principal principal, JobDetail detail) {
    ObjectNode told = json.write(detail, links.base(exchange));
    if (principal.scopes().contains(Scope.ADMIN)) {
      Explanation all = gateway.explain().of(principal, detail.job());
      JobJson.attempts(told, all.attempts());
      JobJson.choices(told, all.choices());
      JobJson.waiting(told, all.waiting());
      JobJson.differences(told, all.differences());
    }
    return told;
  }
}
