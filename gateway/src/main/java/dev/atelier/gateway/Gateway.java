package dev.atelier.gateway;

/** The steps a dialect calls, in the order of a request's way through the house. */
public record Gateway(
    PrepareInputs prepare, SubmitJob submit, WatchJob watch, CancelJob cancel, FindJob find) {}
