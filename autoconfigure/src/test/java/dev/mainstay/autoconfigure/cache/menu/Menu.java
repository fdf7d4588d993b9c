package dev.mainstay.autoconfigure.cache.menu;

import java.util.concurrent.atomic.AtomicReference;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.mainstay.cache.key.CacheKeyContributor;

/**
 * An application that asks the same questions again and again, and has a cache of its
 * own, too.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration" })
@AutoConfigurationPackage
@EnableCaching
@Import(MenuService.class)
public class Menu {

	/**
	 * For whom the application works.
	 */
	public static final AtomicReference<String> tenant = new AtomicReference<>("a");

	@Bean
	CacheKeyContributor tenantKey() {
		return tenant::get;
	}

	@Bean
	CacheManager ownCacheManager() {
		return new ConcurrentMapCacheManager("own");
	}

}
