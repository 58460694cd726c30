package dev.atelier.api.apimart;

import dev.atelier.catalog.Model;

/** What a model's name in this API means. */
record Offer(Channel channel, Model model) {}
