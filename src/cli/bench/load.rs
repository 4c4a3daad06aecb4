//! Clients that hand in answers over HTTP as fast as they are acknowledged.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use jiff::ToSpan as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::measure::Measured;
use crate::cli::CliError;
use crate::domain::form::{Channel, Code};
use crate::domain::simulation::{Profile, Scenario, UnitPlan, simulate_unit};
use crate::usecase::App;
use crate::usecase::simulate::{FORM, fields};

/// Different sheets that clients send in turn, each time with a new id.
const N_SHEETS: usize = 500;

/// Bodies of requests, cut where the id stands.
pub(super) struct Sheets(Arc<Vec<(String, String)>>);

impl Sheets {
    /// Simulated people at a tablet, just now.
    pub(super) fn draw(app: &App) -> Result<Self, CliError> {
        let no_form = || CliError::Configuration(format!("no form {FORM}"));
        let form = app.catalog.newest(FORM).ok_or_else(no_form)?;
        let now = app.clock.now_local();
        let today = now.date();
        let services: Vec<Code> = app
            .services
            .in_force(today)
            .map(|field| field.code.clone())
            .collect();
        let scenario = Scenario {
            form,
            services: &services,
            profile: Profile::Honest,
            seed: 1,
        };
        let plan = UnitPlan {
            unit_index: 0,
            n_sheets: N_SHEETS * 2,
            first_day: today.saturating_sub(30.days()),
            last_day: today,
        };
        let name = form.form_ref.to_string();
        let at_tablet = simulate_unit(&scenario, &plan)
            .filter(|sheet| sheet.channel == Channel::Tablet)
            .take(N_SHEETS);
        let bodies = at_tablet.filter_map(|sheet| {
            let mut fields = fields(&sheet, &name);
            fields.insert(
                "collected_at".to_owned(),
                now.timestamp().to_string().into(),
            );
            let body = serde_json::Value::Object(fields).to_string();
            let (head, tail) = body.split_once(&sheet.id.to_string())?;
            Some((head.to_owned(), tail.to_owned()))
        });
        Ok(Self(Arc::new(bodies.collect())))
    }
}

/// Connected clients of one server.
pub(super) struct Clients(Vec<Client>);

impl Clients {
    /// Connects, and lets each client send one answer that is not measured.
    pub(super) async fn connect(
        n_clients: usize,
        address: SocketAddr,
        tokens: &[String],
        sheets: &Sheets,
    ) -> Result<Self, CliError> {
        let mut clients = Vec::with_capacity(n_clients);
        for (number, token) in (0..n_clients).zip(tokens.iter().cycle()) {
            let mut client = Client::connect(address, token, sheets, number).await?;
            client.send_one().await?;
            clients.push(client);
        }
        Ok(Self(clients))
    }

    /// Lets all of them work for a while.
    pub(super) async fn work(
        &mut self,
        time: Duration,
        measured: &mut Measured,
    ) -> Result<(), CliError> {
        let begun = Instant::now();
        let mut working = JoinSet::new();
        for client in self.0.drain(..) {
            working.spawn(client.send_until(begun + time));
        }
        while let Some(ended) = working.join_next().await {
            let (client, latencies_us) = ended.map_err(std::io::Error::other)??;
            measured.add(latencies_us);
            self.0.push(client);
        }
        measured.add_time(begun.elapsed());
        Ok(())
    }
}

struct Client {
    connection: SendRequest<Full<Bytes>>,
    host: String,
    bearer: String,
    sheets: Arc<Vec<(String, String)>>,
    next: usize,
    ids: ChaCha8Rng,
}

impl Client {
    async fn connect(
        address: SocketAddr,
        token: &str,
        sheets: &Sheets,
        number: usize,
    ) -> Result<Self, CliError> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (connection, driver) = handshake(TokioIo::new(stream))
            .await
            .map_err(std::io::Error::other)?;
        // Ends with the connection.
        tokio::spawn(driver);
        Ok(Self {
            connection,
            host: address.to_string(),
            bearer: format!("Bearer {token}"),
            sheets: Arc::clone(&sheets.0),
            next: number,
            ids: ChaCha8Rng::seed_from_u64(u64::try_from(number).unwrap_or(u64::MAX)),
        })
    }

    async fn send_until(mut self, until: Instant) -> Result<(Self, Vec<u64>), CliError> {
        let mut latencies_us = Vec::new();
        while Instant::now() < until {
            latencies_us.push(self.send_one().await?);
        }
        Ok((self, latencies_us))
    }

    /// Sends one answer and returns how long it took to be acknowledged, in microseconds.
    async fn send_one(&mut self) -> Result<u64, CliError> {
        let request = self.request()?;
        let begun = Instant::now();
        self.connection
            .ready()
            .await
            .map_err(std::io::Error::other)?;
        let response = self
            .connection
            .send_request(request)
            .await
            .map_err(std::io::Error::other)?;
        let status = response.status();
        let body = response
            .into_body()
            .collect()
            .await
            .map_err(std::io::Error::other)?;
        if status != StatusCode::CREATED {
            let body = String::from_utf8_lossy(&body.to_bytes()).into_owned();
            return Err(CliError::Trouble(format!("{status}: {body}")));
        }
        Ok(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX))
    }

    fn request(&mut self) -> Result<Request<Full<Bytes>>, CliError> {
        let mut bytes = [0; 16];
        self.ids.fill_bytes(&mut bytes);
        let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
        let at = self.next.checked_rem(self.sheets.len()).unwrap_or(0);
        self.next = at + 1;
        let (head, tail) = self
            .sheets
            .get(at)
            .ok_or_else(|| CliError::Trouble("no sheets to send".to_owned()))?;
        Request::post("/api/v1/responses")
            .header(header::HOST, &self.host)
            .header(header::AUTHORIZATION, &self.bearer)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(format!("{head}{id}{tail}")))
            .map_err(|error| std::io::Error::other(error).into())
    }
}
