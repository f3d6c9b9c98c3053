package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.spring.PropertyNames.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Reads {@link ShieldProperties}, and turns every mistake into a {@link PropertyRefused} that names
 * the property. Unknown names are found in files and arguments; in environment variables and system
 * properties they cannot be told from those of others, and are left alone, as Boot does.
 */
final class BoundProperties {
  private final Environment environment;
  private final ShieldProperties properties;

  BoundProperties(Environment environment) {
    this.environment = environment;
    properties = bind(environment);
  }

  ShieldProperties get() {
    return properties;
  }

  private static ShieldProperties bind(Environment environment) {
    try {
      return Binder.get(environment)
          .bindOrCreate(
              ShieldProperties.PREFIX,
              Bindable.of(ShieldProperties.class),
              new NoUnboundElementsBindHandler(
                  BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
    } catch (BindException e) {
      throw e.getCause() instanceof UnboundConfigurationPropertiesException unbound
          ? unknown(unbound)
          : unreadable(e);
    }
  }

  private static PropertyRefused unknown(UnboundConfigurationPropertiesException e) {
    List<String> problems = new ArrayList<>();
    for (ConfigurationProperty property : e.getUnboundProperties()) {
      Nearest nearest = PropertyNames.nearest(property.getName().toString());
      problems.add(
          "%s: unknown (expected: %s)%s"
              .formatted(property.getName(), nearest.sentence(), where(property.getOrigin())));
    }
    return new PropertyRefused(problems, e);
  }

  private static PropertyRefused unreadable(BindException e) {
    ConfigurationProperty property = e.getProperty();
    Object value = property == null ? "" : property.getValue();
    String where = property == null ? "" : where(property.getOrigin());
    return new PropertyRefused(
        List.of(
            "%s: %s (expected: %s)%s"
                .formatted(e.getName(), value, form(e.getTarget().getType().resolve()), where)),
        e);
  }

  private static String form(@Nullable Class<?> type) {
    if (type == Duration.class) {
      return "a time such as 3s, 250ms or PT3S";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number such as 0.5";
    }
    if (type != null && type.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              Arrays.stream(type.getEnumConstants())
                  .map(c -> c.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                  .toList());
    }
    return "properties below this name";
  }

  /**
   * The shield's own refusal, about the properties whose knobs its message names: those that were
   * set, or else the one that was not, or else the whole part.
   *
   * @param part such as {@code selfheal.shield.calls.payment}
   */
  PropertyRefused refused(String part, IllegalArgumentException refusal) {
    String message = String.valueOf(refusal.getMessage());
    String expected = message.substring(Math.max(0, message.indexOf("(expected:")));
    List<String> named =
        PropertyNames.below(part).stream().filter(known -> names(message, known)).toList();
    List<String> problems = new ArrayList<>();
    for (String property : named) {
      ConfigurationProperty set = find(property);
      if (set != null) {
        problems.add(
            "%s: %s %s%s".formatted(property, set.getValue(), expected, where(set.getOrigin())));
      }
    }
    if (problems.isEmpty()) {
      problems.add(
          named.isEmpty()
              ? part + ": " + message
              : "%s: none %s".formatted(named.getFirst(), expected));
    }
    return new PropertyRefused(problems, refusal);
  }

  /** The shield spells a knob as Java does; a group's name stands before it where it has one. */
  private static boolean names(String message, String property) {
    String[] elements = property.split("\\.", -1);
    String knob = PropertyNames.camel(elements[elements.length - 1]);
    String group = elements[elements.length - 2];
    boolean grouped = List.of("breaker", "retry", "limit").contains(group);
    return Pattern.compile("\\b" + knob + "\\b").matcher(message).find()
        && (!grouped || message.startsWith(group));
  }

  private @Nullable ConfigurationProperty find(String name) {
    ConfigurationPropertyName wanted = ConfigurationPropertyName.of(name);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(wanted);
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  private static String where(@Nullable Origin origin) {
    return origin == null ? "" : " in " + origin;
  }
}
