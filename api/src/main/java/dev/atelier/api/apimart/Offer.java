package dev.atelier.api.apimart;

import dev.atelier.catalog.Model;

/**
 * What a model's name in this API means.
 *
 * @param name as it is listed, however a client spells it
 */
record Offer(Channel channel, String name, Model model) {}
