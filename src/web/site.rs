//! What handlers share: the use cases' [`App`], and what the web keeps in memory only.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::usecase::App;
use crate::web::api::device::Devices;
use crate::web::kiosk::pace::Pace;
use crate::web::metrics::Counts;
use crate::web::session::Transport;

/// How this server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How it is reached.
    pub transport: Transport,
    /// How long a client may take to send the head of a request, the first and each that
    /// follows; a connection that stays silent so long is closed.
    pub head_deadline: Duration,
}

impl Default for Settings {
    /// Plain HTTP, half a minute for a head.
    fn default() -> Self {
        Self {
            transport: Transport::Plain,
            head_deadline: Duration::from_secs(30),
        }
    }
}

/// The state of every handler. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    /// What use cases need.
    pub app: App,
    /// How the server is reached.
    pub settings: Settings,
    /// Devices recognised lately.
    pub devices: Arc<Devices>,
    /// How often the open page was posted lately.
    pub pace: Arc<Pace>,
    /// Bundles that may be taken in at once: each holds its whole file in memory.
    pub bundles: Arc<Semaphore>,
    /// What became of answers so far.
    pub counts: Arc<Counts>,
    /// When the program began.
    pub began: Timestamp,
}

/// Bundles taken in at once.
const MOST_BUNDLES: usize = 2;

impl Site {
    /// A site that has seen nobody yet.
    #[must_use]
    pub fn new(app: App, settings: Settings) -> Self {
        Self {
            began: app.clock.now(),
            counts: Arc::default(),
            app,
            settings,
            devices: Arc::default(),
            pace: Arc::default(),
            bundles: Arc::new(Semaphore::new(MOST_BUNDLES)),
        }
    }

    /// Whether pages say that their figures are simulated.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.app.node.simulated
    }
}
