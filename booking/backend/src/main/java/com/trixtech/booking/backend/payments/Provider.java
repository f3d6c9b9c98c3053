package com.trixtech.booking.backend.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.backend.http.Answer;
import com.trixtech.booking.backend.rooms.Money;
import io.helidon.http.Method;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The payment provider, as this system sees it: keys in, what is known of the money out. No method
 * throws for a fault of the provider's; that is the answer {@link ChargeAnswer.Unknown}.
 * Thread-safe; blocks, at most for {@link #DEADLINE}.
 */
public final class Provider {
  /** For one charge, retries included. A guest waits for it. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  private static final Logger LOG = Logger.getLogger(Provider.class.getName());

  private final ProviderHttp http;

  public Provider(ProviderHttp http) {
    this.http = http;
  }

  ChargeAnswer charge(UUID key, Money amount, Card card, UUID booking) {
    ObjectNode body = Answer.object();
    body.set("amount", amount.json());
    body.put("card", card.number()).put("reference", booking.toString());
    return ask(Method.PUT, charge(key), body.toString(), amount);
  }

  /** What became of a charge. */
  ChargeAnswer find(UUID key, Money amount) {
    return ask(Method.GET, charge(key), "", amount);
  }

  /** Makes sure that nothing is charged under the key from now on, and says what was before. */
  ChargeAnswer cancel(UUID key, Money amount) {
    return ask(Method.POST, charge(key) + "/cancel", "", amount);
  }

  /** True when the money is paid back, now or before. */
  boolean refund(UUID key, Money amount) {
    ObjectNode body = Answer.object().put("charge", key.toString());
    body.set("amount", amount.json());
    try {
      var reply = http.send(Method.PUT, "/refunds/refund-" + key, body.toString());
      if (reply.status() == 200 || reply.status() == 201) {
        return true;
      }
      LOG.severe("refund of charge " + key + ": " + reply.status() + " (expected: 200 or 201)");
    } catch (IOException e) {
      LOG.log(Level.FINE, "refund of charge " + key + " not answered", e);
    }
    return false;
  }

  private ChargeAnswer ask(Method method, String path, String body, Money amount) {
    try {
      var reply = http.send(method, path, body);
      return switch (reply.status()) {
        case 200, 201, 402 -> charge(reply.json(), amount);
        case 404 -> new ChargeAnswer.NeverSeen();
        case 400 -> new ChargeAnswer.Declined("invalid_card"); // all else of ours is checked
        default -> new ChargeAnswer.Unknown(method + " answered " + reply.status());
      };
    } catch (IOException e) {
      return new ChargeAnswer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private static ChargeAnswer charge(JsonNode charge, Money amount) {
    String state = charge.path("state").asText();
    return switch (state) {
      case "Succeeded" -> {
        JsonNode charged = charge.path("amount");
        if (charged.path("minor").asLong() != amount.minor()
            || !charged.path("currency").asText().equals(amount.currency())) {
          LOG.severe(
              "charge %s: %s (expected: %s)"
                  .formatted(charge.path("key").asText(), charged, amount.json()));
        }
        yield new ChargeAnswer.Charged();
      }
      case "Declined" -> new ChargeAnswer.Declined(charge.path("reason").asText("declined"));
      case "Cancelled" -> new ChargeAnswer.NotCharged();
      default -> new ChargeAnswer.Unknown("state: " + state);
    };
  }

  private static String charge(UUID key) {
    return "/charges/" + key;
  }
}
