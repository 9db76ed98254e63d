package com.example.hello;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class HelloApplication {

    private final String greeting;

    HelloApplication(@Value("${GREETING:Hello from Slipway!}") String greeting) {
        this.greeting = greeting;
    }

    @GetMapping("/")
    String index() {
        return greeting + "\n";
    }

    public static void main(String[] args) {
        SpringApplication.run(HelloApplication.class, args);
    }
}
