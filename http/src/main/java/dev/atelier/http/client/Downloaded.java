package dev.atelier.http.client;

import java.util.Optional;

/**
 * What came.
 *
 * @param mediaType as the server claimed it, parameters included
 */
public record Downloaded(Optional<String> mediaType, long bytes) {}
