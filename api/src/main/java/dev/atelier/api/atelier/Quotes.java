package dev.atelier.api.atelier;

import dev.atelier.api.ApiMartTerms;
import dev.atelier.api.CostHeaders;
import dev.atelier.api.FileLinks;
import dev.atelier.api.JobOrder;
import dev.atelier.api.SubmitOrder;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.submit.QuoteOrder.Quoted;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.price.PriceBook;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /quotes}: what an order would cost. Its body is that of {@code POST /jobs}, and says
 * besides through which API the order will come.
 */
final class Quotes {
  private static final String API = "api";
  private static final String FALLBACK = "official_fallback";
  private static final Set<String> MORE = Set.of(API, FALLBACK);
  private static final String APIMART = Dialect.APIMART.word();
  private static final List<String> APIS =
      Stream.concat(
              Arrays.stream(Dialect.values()).map(Dialect::word),
              Stream.of(PriceBook.APIMART_OFFICIAL))
          .toList();

  private final Gateway gateway;
  private final SubmitOrder submit;
  private final ReadJob read;

  Quotes(Gateway gateway, FileLinks links, ReadJob read) {
    this.gateway = gateway;
    this.submit = new SubmitOrder(gateway, links, AtelierApi.DIALECT);
    this.read = read;
  }

  /** What shall be quoted. */
  private record Asked(ImageRequest request, Terms terms, String dialect, Optional<Long> max) {}

  void answer(Exchange exchange, Principal principal) throws IOException {
    Asked asked =
        submit.readJson(
            exchange,
            ReadJob.PICTURES,
            read.strictness(),
            (body, references, uploads) -> asked(principal.tenant(), body, references, uploads));
    Optional<Long> most =
        Stream.of(asked.max(), CostHeaders.of(exchange).limit().maxMicros())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder());
    Quoted quoted =
        gateway.quotes().quote(principal, asked.request(), asked.terms(), asked.dialect(), most);
    exchange.setHeader("Cache-Control", "no-store");
    Json.respond(exchange, 200, QuoteJson.of(quoted));
  }

  private Asked asked(
      TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    Fields fields = read.fields(body);
    String api = fields.oneOf(API, APIS, word -> word).orElse(AtelierApi.DIALECT);
    boolean fallback = fields.bool(FALLBACK).orElse(false);
    if (fallback && !api.equals(APIMART)) {
      throw fields.invalid(FALLBACK, new Problem.Other("is for the api apimart."));
    }
    JobOrder order = read.of(tenant, body, references, uploads, MORE);
    boolean official = api.equals(PriceBook.APIMART_OFFICIAL);
    return new Asked(
        order.request(), terms(api, fallback), official ? APIMART : api, order.limit().maxMicros());
  }

  private static Terms terms(String api, boolean fallback) {
    if (api.equals(PriceBook.APIMART_OFFICIAL)) {
      return ApiMartTerms.official();
    }
    return api.equals(APIMART) ? ApiMartTerms.standard(fallback) : Terms.USUAL;
  }
}
