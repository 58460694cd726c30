package dev.atelier.storage;

import java.time.Instant;

/**
 * What an address of a content promises.
 *
 * @param mediaType as which the bytes are answered, such as {@code image/png}
 * @param disposition the value of {@code Content-Disposition}
 * @param expires from when on it does not work
 */
public record LinkTerms(String mediaType, String disposition, Instant expires) {}
