/**
 * The booking backend's endpoints as a plain Spring Boot application: Tomcat, Spring MVC,
 * JdbcClient, HikariCP, Flyway, Actuator. It exists to be measured beside the backend. It does
 * less: nobody settles payments in the background, and nothing is shed.
 */
@NullMarked
package com.trixtech.booking.springpeer;

import org.jspecify.annotations.NullMarked;
